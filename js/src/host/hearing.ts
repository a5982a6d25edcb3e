/**
 * anywidget gives a model two seconds to load. One that takes longer it draws, but from then on rejects every message of
 * the kernel that is for it. These are taken here then, as the class that anywidget's inherits from takes them.
 */

import type { Model } from "./model";

type Take = (message: unknown) => Promise<void>;

/** What a host's own model has, of which a widget is given a part. */
export interface OwnModel {
  readonly _handle_comm_msg: Take;
  readonly comm?: { on_msg(take: (message: unknown) => void): void };
}

/** A message that says nothing. */
const EMPTY = { content: { data: {} }, buffers: [] };

/** Was the model deaf? It hears again, but what was said meanwhile is lost. */
export async function regainHearing(model: Model): Promise<boolean> {
  const own = await ownOf(model);
  const inherited = own && inheritedBy(own);
  if (!own?.comm || !inherited) return false;
  try {
    await own._handle_comm_msg(EMPTY);
    return false;
  } catch {
    own.comm.on_msg((message) => inherited.call(own, message));
    return true;
  }
}

async function ownOf(model: Model): Promise<OwnModel | undefined> {
  try {
    return await model.widget_manager?.get_model(String(model.get("uid")));
  } catch {
    // A host of another kind.
    return undefined;
  }
}

/** How a message is taken by the class above the one that decides it. */
function inheritedBy(own: OwnModel): Take | undefined {
  let deciding: OwnModel | null = own;
  while (deciding && !Object.hasOwn(deciding, "_handle_comm_msg")) deciding = Object.getPrototypeOf(deciding);
  return deciding ? Object.getPrototypeOf(deciding)?._handle_comm_msg : undefined;
}
