// Tells eslint-plugin-boundaries which file an import means: relative paths, the alias "@/", packages.
// What it cannot find is refused by the fence, so a misspelt path never passes for a package.
const { existsSync, statSync } = require("node:fs");
const { isBuiltin } = require("node:module");
const path = require("node:path");

const root = path.join(__dirname, "..");
const endings = ["", ".ts", ".tsx", ".mjs", ".js", "/index.ts", "/index.tsx"];

function findFile(place) {
  for (const ending of endings) {
    const file = place + ending;
    if (existsSync(file) && statSync(file).isFile()) return { found: true, path: file };
  }
  return { found: false };
}

// Its folder is enough: whether the package has the named entry is the compiler's question.
function findPackage(source) {
  const parts = source.split("/");
  const name = parts.slice(0, source.startsWith("@") ? 2 : 1).join("/");
  const manifest = path.join(root, "node_modules", name, "package.json");
  return existsSync(manifest) ? { found: true, path: manifest } : { found: false };
}

exports.interfaceVersion = 2;
exports.resolve = (source, file) => {
  if (isBuiltin(source)) return { found: true, path: null };
  if (source.startsWith("@/")) return findFile(path.join(root, source.slice(2)));
  if (source.startsWith(".")) return findFile(path.resolve(path.dirname(file), source));
  return findPackage(source);
};
