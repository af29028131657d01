import { createParser } from "nuqs";

/** A text in the address; a parameter that is there but empty counts as absent. */
export const parseAsText = createParser({
  parse: (value) => (value === "" ? null : value),
  serialize: (value: string) => value,
});
