// npm run audit:verify -- EXPORT --key PUBLIC [--key …] [--seals FOLDER]: checks an export of the audit record. Needs
// no database and no console. Exit codes: 0 a whole record without a break, 1 breaks, 2 it could not be checked,
// 3 a selection without a break: it cannot show that nothing is missing.
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { readPublicKey } from "@/lib/audit/seal";
import { type Extent, verifyExport } from "@/lib/audit/verify-export";

const usage = "Usage: npm run audit:verify -- EXPORT --key PUBLIC_KEY_FILE [--seals FOLDER]";

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readArguments() {
  const options = {
    key: { type: "string", multiple: true },
    seals: { type: "string", multiple: true },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [file] = positionals;
    if (positionals.length !== 1 || file === undefined || values.key === undefined) fail(usage);
    return { file, keys: values.key, seals: values.seals ?? [] };
  } catch (error) {
    fail(`${(error as Error).message}\n${usage}`);
  }
}

function readKey(file: string) {
  const key = existsSync(file) ? readPublicKey(readFileSync(file, "utf8")) : null;
  return key ?? fail(`--key: ${file} is no public key (Ed25519, PEM).`);
}

const open = (file: string) =>
  createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>;

/** The files one after the other, as one. */
async function* together(files: string[]): AsyncGenerator<Buffer> {
  for (const file of files) yield* open(file);
}

/** All seals of a folder, the oldest first, or those of a file. */
function openSeals(place: string): AsyncIterable<Buffer> {
  if (!existsSync(place)) fail(`--seals: there is no ${place}.`);
  if (!statSync(place).isDirectory()) return open(place);
  const names = readdirSync(place).filter((name) => name.endsWith(".ndjson"));
  return together(names.sort().map((name) => path.join(place, name)));
}

const count = (n: number, one: string, many: string) =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

function report(extent: Extent, withPlace: boolean): void {
  const { head, isSelection, signedBy, entries, lastSeq, sealedTo, removedTo, seals, breaks } =
    extent;
  const lines = [
    head === null
      ? "It says neither of which record it is nor when it was made."
      : `Record ${head.log}, exported ${head.at}.`,
    `Checked: ${count(entries, "entry", "entries")}${entries > 0 ? `, to entry ${lastSeq}` : ""}, and ${count(seals, "seal", "seals")}.`,
    ...(removedTo > 0
      ? [`Entries 1 to ${removedTo} were removed by retention: a signed stub stands for them.`]
      : []),
    // With breaks before it, a sealed end says nothing of the rest.
    ...(breaks > 0
      ? []
      : isSelection
        ? []
        : [
            sealedTo >= lastSeq
              ? "Sealed to the end."
              : `Sealed to entry ${sealedTo}; nothing confirms what comes after.`,
          ]),
    ...(isSelection
      ? [
          `A SELECTION (${JSON.stringify(head?.filter)}). It cannot show that nothing is missing from the record:`,
          "what the filter left out leaves no trace. Export the whole record for that.",
          ...(signedBy === null
            ? [
                "NOT SIGNED: nobody says that these are all entries of the filter. Whoever has the file can have left some out,",
                "or put some of their own making in.",
              ]
            : [
                `Signed by the key ${signedBy}: a console that has it chose these entries by this filter, and all of them are here.`,
              ]),
        ]
      : []),
    ...(withPlace
      ? []
      : [
          "Without --seals nobody can tell whether the whole record was replaced or its end was cut.",
        ]),
    breaks === 0
      ? isSelection
        ? "No break in what is there."
        : "No break."
      : `${count(breaks, "break", "breaks")}.`,
  ];
  console.log(lines.join("\n"));
}

const { file, keys, seals } = readArguments();
if (!existsSync(file) || !statSync(file).isFile()) fail(`There is no file ${file}.`);
const extent = await verifyExport(open(file), keys.map(readKey), seals.map(openSeals), (found) => {
  console.log(`${found.where}: ${found.message}.`);
}).catch((error: unknown) => fail(`${file} cannot be read: ${(error as Error).message}`));
report(extent, seals.length > 0);
process.exit(extent.breaks > 0 ? 1 : extent.isSelection ? 3 : 0);
