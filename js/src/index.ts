/** The widget: a session for the model, a mount for each display. */

import { adoptStyles } from "./appearance";
import type { Model } from "./host/model";
import { announce } from "./host/presence";
import { followTheme } from "./host/theme";
import { type Connection, connect } from "./host/traits";
import { mountLens } from "./layout";
import { createSession, type Session } from "./state/session";

interface Props {
  readonly model: Model;
  readonly signal?: AbortSignal;
}

type Cleanup = () => void;

/** A host that passes no signal calls the returned cleanup instead; both end the same lifetime. */
function lifetime(given: AbortSignal | undefined): [AbortSignal, Cleanup] {
  const own = new AbortController();
  given?.addEventListener("abort", () => own.abort());
  return [own.signal, () => own.abort()];
}

/** JupyterLab renders into an element that is not in the page yet: there colours and fonts have no value. */
function whenInPage(box: HTMLElement, signal: AbortSignal, mount: () => void): void {
  if (box.isConnected) {
    mount();
    return;
  }
  // The first size that it gets tells that it is there.
  const observer = new ResizeObserver(() => {
    if (!box.isConnected) return;
    observer.disconnect();
    mount();
  });
  observer.observe(box);
  signal.addEventListener("abort", () => observer.disconnect());
}

/** Called once for each model, so what it closes over is shared by all displays of a Lens. */
export default () => {
  let session: Session | undefined;
  let connection: Connection | undefined;

  function initialize({ model, signal: given }: Props): Cleanup {
    const [signal, end] = lifetime(given);
    session = createSession(signal);
    connection = connect(model, session.state, signal);
    return end;
  }

  function render({ model, el, signal: given }: Props & { readonly el: HTMLElement }): Cleanup {
    const [signal, end] = lifetime(given);
    const box = document.createElement("div");
    // JupyterLab would take keys pressed inside the shadow root for its own commands. It looks at the
    // host, the target it is shown, before any parent: there `:focus` would match first.
    box.dataset["lmSuppressShortcuts"] = "true";
    followTheme(box, signal);
    el.replaceChildren(box);
    announce(String(model.get("uid")), signal);
    const shown = session;
    const mount = (session: Session) => {
      const root = box.attachShadow({ mode: "open" });
      adoptStyles(root);
      mountLens(root, session, signal);
    };
    const show = () => shown && whenInPage(box, signal, () => mount(shown));
    if (connection?.isReadable) connection.isReadable.then(() => !signal.aborted && show());
    else show();
    connection?.displayed();
    return end;
  }

  return { initialize, render };
};
