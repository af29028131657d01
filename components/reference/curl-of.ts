import type { OpenApiOperation, OpenApiParameter } from "@/lib/schemas/openapi";

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function valueOf({ name, schema }: OpenApiParameter): string {
  const value = schema.examples?.[0] ?? schema.default ?? schema.enum?.[0];
  if (value === undefined) return `{${name}}`;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A call with curl that can be copied: the parameters that are needed, and the example's body. */
export function curlOf(method: string, path: string, operation: OpenApiOperation): string {
  const { parameters, requestBody, security } = operation;
  const needed = parameters.filter(({ required }) => required);
  const address = needed
    .filter((one) => one.in === "path")
    .reduce((text, one) => text.replace(`{${one.name}}`, valueOf(one)), path);
  const query = needed
    .filter((one) => one.in === "query")
    .map((one) => `${one.name}=${encodeURIComponent(valueOf(one))}`)
    .join("&");
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const tokens = security.some((one) => "serviceToken" in one);
  const who = tokens
    ? `-H "Authorization: Bearer $PURGE_CONSOLE_TOKEN"`
    : `-b "next-auth.session-token=$SESSION"`;
  const lines = [
    `curl -sS${method === "get" ? "" : ` -X ${method.toUpperCase()}`} "$PURGE_CONSOLE${address}${query === "" ? "" : `?${query}`}"`,
    who,
    ...needed
      .filter((one) => one.in === "header")
      .map((one) => `-H ${quoted(`${one.name}: ${valueOf(one)}`)}`),
    ...(type === undefined || content?.example === undefined
      ? []
      : [
          `-H ${quoted(`Content-Type: ${type}`)}`,
          `--data ${quoted(typeof content.example === "string" ? content.example : JSON.stringify(content.example))}`,
        ]),
  ];
  return lines.join(" \\\n  ");
}
