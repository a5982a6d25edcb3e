/**
 * The script of a page that holds a saved Lens and that nobody answers. It is the only script written into a page
 * (export/page.py): the front end is a module that it unpacks.
 */

import { unframed } from "./data/frames";
import { gunzip } from "./data/gunzip";
import type { Model } from "./host/model";
import { savedModel } from "./host/savedModel";
import { fromBase64, importSource, unpackedText } from "./host/unpack";

const element = (id: string) => document.getElementById(id) as HTMLElement;
const packedIn = (id: string) => unpackedText(element(id).textContent ?? "", (text) => gunzip(fromBase64(text)));

async function show(el: HTMLElement): Promise<Model> {
  const { default: widget } = await importSource<typeof import("./index")>(await packedIn("bundle"));
  const model = savedModel(unframed(await packedIn("state")));
  const { initialize, render } = widget();
  initialize({ model });
  render({ model, el });
  return model;
}

/** The numbers are on screen before the pictures, the larger part of the page, have been read. */
async function addPictures(model: Model): Promise<void> {
  if (document.readyState === "loading") {
    await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));
  }
  for (const [key, value] of unframed(await packedIn("pictures"))) model.set(key, value);
}

async function open(): Promise<void> {
  const note = element("note");
  try {
    const model = await show(element("lens"));
    note.hidden = true;
    await addPictures(model);
  } catch (error) {
    note.hidden = false;
    note.textContent = `The interactive view could not be shown in this browser. ${(error as Error).message}`;
    for (const details of document.querySelectorAll("details")) details.open = true;
  }
}

open();
