import fc from "fast-check";
import type { OpenApiDocument, OpenApiMethod, OpenApiOperation } from "@/lib/schemas/openapi";

/** One method of one address of the contract. */
export interface HostileTarget {
  path: string;
  method: OpenApiMethod;
  operation: OpenApiOperation;
}

/** A request as it is sent. */
export interface HostileRequest {
  target: HostileTarget;
  /** The address's parameters as Next would hand them over. */
  params: Record<string, string>;
  query: string;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | null;
}

/** Every operation of the contract. */
export function targetsOf({ paths }: OpenApiDocument): HostileTarget[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method as OpenApiMethod,
      operation,
    })),
  );
}

const long = "a".repeat(5_000);
const times = [
  ...["2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z"],
  ...["1900-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999999999Z"],
  ...["-271821-04-20T00:00:00Z", "+275760-09-13T00:00:00Z", "2026-01-01T00:00:00+23:59"],
  ...["2026-01-01T24:00:00Z", "2026-01-01", "1e9"],
];
const texts = [
  ...["", " ", "\0", "a\0b", "\ud800", "x\udfff", "\u202e", "\ufeff", "🦄".repeat(50), long],
  ...["%00", "%zz", "../..", "' OR 1=1 --", "<script>", "__proto__", "constructor", "toString"],
  ...["null", "NaN", "Infinity", "-1", "1e999", "9".repeat(400), "true", "[]", "{}", "\n", "\\"],
  ...["00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"],
  ...["9223372036854775808", "*", "%", "_", "tenant:42", "https://acme.example.com/\0", "//", "/"],
  // Places in a list as cursors have them, some of times that there are not.
  ...[
    "MTc5fjAxOTdmMWMyLThjNWUtN2IxYS05ZDNlLTNmNmEyYjljNGQ1ZQ",
    "OGUxNX4wMTk3ZjFjMi04YzVlLTdiMWEtOWQzZS0zZjZhMmI5YzRkNWU",
    "LTYyMTk4NzU1MjAwMDAwfjAxOTdmMWMyLThjNWUtN2IxYS05ZDNlLTNmNmEyYjljNGQ1ZQ",
    "fjAxOTdmMWMyLThjNWUtN2IxYS05ZDNlLTNmNmEyYjljNGQ1ZQ",
  ],
];
const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 2, arbitrary: fc.constantFrom(...times) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);

const nested = (depth: number, open: string, close: string) =>
  open.repeat(depth) + close.repeat(depth);
/** Values as JSON text: what no JavaScript value would become is among them. */
const jsonText = fc.oneof(
  text.map((value) => JSON.stringify(value)),
  fc.constantFrom(
    ...["null", "true", "0", "-0", "-1", "1.5", "1e308", "1e999", "9007199254740993", "2147483648"],
    ...["9223372036854775808", "1e-400", "[]", "{}", '[""]', "[null]", "[[]]", '{"a":1}'],
    ...['{"__proto__":{"a":1}}', '{"constructor":null}', '["\\ud800"]', '{"\\u0000":1}'],
    ...[nested(200, "[", "]"), nested(5_000, "[", "]"), `[${"1,".repeat(3_000)}1]`],
    `[${'"tenant:42",'.repeat(2_000)}"t"]`,
  ),
);

/** A place in a value: how to get there. */
type Way = (string | number)[];

function waysIn(value: unknown, way: Way = []): Way[] {
  const inside =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, one]) => waysIn(one, [...way, key]))
      : [];
  return [way, ...inside];
}

const marker = "\u2063put here\u2063";

/** The value as JSON text with another text in one place. */
function withText(value: unknown, way: Way, put: string): string {
  if (way.length === 0) return put;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  let inside = copy;
  for (const key of way.slice(0, -1)) inside = inside[key] as Record<string | number, unknown>;
  inside[way.at(-1) ?? ""] = marker;
  return JSON.stringify(copy).replace(JSON.stringify(marker), () => put);
}

/** A body that the route takes, spoilt in one place or in its form. */
function spoiltBody(example: unknown): fc.Arbitrary<string | Uint8Array<ArrayBuffer>> {
  const whole = JSON.stringify(example);
  const ways = waysIn(example);
  const inside = fc
    .tuple(fc.constantFrom(...ways), jsonText)
    .map(([way, put]) => withText(example, way, put));
  return fc.oneof(
    { weight: 8, arbitrary: inside },
    { weight: 1, arbitrary: jsonText },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.nat(whole.length), jsonText).map(([at]) => whole.slice(0, at)),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom<string | Uint8Array<ArrayBuffer>>(
        ...["", whole + whole, `\ufeff${whole}`, whole.replace("{", '{"surprise":1,'), "a=1"],
        // The first field twice, the second time wrong.
        whole.replace(/^\{("[^"]+":)/, "{$17,$1"),
        whole.replace(/\}$/, ',"__proto__":{"role":"admin"}}'),
        new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
        `{"a":"${"b".repeat(300_000)}"}`,
        nested(100_000, '{"a":', "}").replace("}", "1}"),
      ),
    },
  );
}

const contentTypes = [
  ...["application/json", "application/json", "application/json; charset=utf-16", "text/plain"],
  ...["application/x-ndjson", "text/csv", "multipart/form-data", "APPLICATION/JSON", ";", "a/b/c"],
];
const headerValue = fc.constantFrom(
  ...["", "-1", "1e9", "9".repeat(30), "short", "a b c d e f g h", "x".repeat(201), "\u00ff\u00fe"],
  ...["%00", "[]", "Bearer", "0af7651916cd43dd8448eb211c80319c"],
);
const extraHeaders = fc.dictionary(
  fc.constantFrom("idempotency-key", "last-event-id", "traceparent", "accept", "content-length"),
  headerValue,
  { maxKeys: 2 },
);

function spoiltQuery({ parameters }: OpenApiOperation): fc.Arbitrary<string> {
  const known = parameters.filter((one) => one.in === "query");
  const needed = known
    .filter(({ required }) => required)
    .map(({ name, schema }): [string, string] => {
      const first = schema.enum?.[0];
      return [name, typeof first === "string" ? first : "acme"];
    });
  const query = (pairs: [string, string][]) =>
    new URLSearchParams(Object.entries(Object.fromEntries([...needed, ...pairs]))).toString();
  const names = known.map(({ name }) => name);
  const name = fc.constantFrom(...names, ...names, "surprise", "__proto__");
  const pairs = fc.array(fc.tuple(name, text), { maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(query([])) },
    { weight: 4, arbitrary: pairs.map(query) },
    { weight: 1, arbitrary: fc.constantFrom("%zz=%ff", "limit=1&limit=2", "&&=&", "%00=%00") },
  );
}

/**
 * Requests to one operation as somebody might send them on purpose, most with one thing wrong.
 *
 * @param known values of the address's parameters that exist
 */
export function hostileRequests(
  target: HostileTarget,
  known: Record<string, string>,
): fc.Arbitrary<HostileRequest> {
  const { operation } = target;
  const names = operation.parameters.filter((one) => one.in === "path").map(({ name }) => name);
  const params = fc.record(
    Object.fromEntries(
      names.map((name) => [
        name,
        fc.oneof(
          { weight: 3, arbitrary: fc.constant(known[name] ?? "") },
          { weight: 1, arbitrary: text },
        ),
      ]),
    ),
  );
  const example = operation.requestBody?.content["application/json"]?.example;
  const takesBody = target.method !== "get" && target.method !== "delete";
  return fc.record({
    target: fc.constant(target),
    params,
    query: spoiltQuery(operation),
    headers: fc.tuple(fc.constantFrom(...contentTypes), extraHeaders).map(([type, extra]) => ({
      "content-type": type,
      "idempotency-key": crypto.randomUUID(),
      ...extra,
    })),
    body: takesBody ? spoiltBody(example ?? {}) : fc.constant(null),
  });
}
