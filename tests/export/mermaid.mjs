// Reads every file that is named with the parser of Mermaid: "ok FILE" or "FAIL FILE: why".
// usage: node mermaid.mjs MODULES FILE...    (MODULES: the folder node_modules with mermaid and jsdom)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(resolve(modules) + "/");
const { JSDOM } = await import(pathToFileURL(require.resolve("jsdom")));
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const path = resolve(modules, "mermaid/dist/mermaid.core.mjs");
const mermaid = (await import(pathToFileURL(path))).default;

for (const file of files) {
    const name = "mermaid-" + basename(file, ".mermaid");
    const text = readFileSync(file, "utf8");
    try {
        const { diagramType } = await mermaid.parse(text);
        if (diagramType !== "sequence") throw new Error("taken for a diagram of type " + diagramType);
        console.log("ok " + name);
    } catch (e) {
        console.log("FAIL " + name + ": " + String(e.message).replaceAll("\n", " | ").slice(0, 300));
    }
}
