import * as z from "zod";
import { plainText } from "./text";

// How a page is probed: its cache-key variants, what its fingerprint leaves out, its probe header.

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/, "must be the name of a header: letters, digits and hyphens");
const headerValue = z
  .string()
  .max(300, "must have at most 300 characters")
  .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, "must be printable ASCII");

/**
 * Headers that a page's set-up may not name: they carry credentials, say where a request goes or how it is
 * framed, or are the edge's own.
 */
const refusedHeader =
  /^(cookie2?|authorization|host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-.*|expect|range|if-.*|proxy-.*|forwarded|x-forwarded-.*|x-real-ip|true-client-ip|cf-.*|origin|referer|accept|accept-encoding|accept-language|user-agent)$/i;

const ownHeader = headerName.refine(
  (name) => !refusedHeader.test(name),
  "is not a header that a probe may send: name one of your own",
);

/** What a visitor's device is to Cloudflare (CF-Device-Type), which tells it from the User-Agent. */
export const deviceTypes = ["desktop", "mobile", "tablet"] as const;
export type DeviceType = (typeof deviceTypes)[number];

/** One of the copies that the edge keeps of a page beside the default one. */
export const pageVariant = z
  .strictObject({
    /** Unique on the page; shown wherever the variant is. */
    name: plainText(1, 60),
    /** Sent as Accept-Language; its first language is what the answer is held to. */
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as de or pt-BR")
      .optional(),
    device: z.enum(deviceTypes, `must be one of ${deviceTypes.join(", ")}`).optional(),
    /** Where the visitor is. A probe cannot choose that: such a variant is named and not probed. */
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "must be two capital letters such as DE")
      .optional(),
    /** Added to the page's query. */
    query: z
      .string()
      .regex(/^[A-Za-z0-9._~%=&+-]{1,500}$/, "must be a query such as currency=eur")
      .optional(),
    encoding: z.enum(["gzip", "br"], "must be gzip or br").optional(),
    /** Headers of a custom cache key. */
    headers: z
      .record(ownHeader, headerValue)
      .refine((headers) => Object.keys(headers).length <= 10, "at most 10 headers")
      .optional(),
  })
  .refine((variant) => Object.keys(variant).length > 1, {
    message: "must differ from the page by something: language, device, country, query, ...",
  });
export type PageVariant = z.infer<typeof pageVariant>;

/**
 * What always changes on a page and says nothing about its content: what stands between two literal texts,
 * or, in JSON, what is at a pointer (RFC 6901; a part "*" stands for every one). Both are found in linear
 * time: there is no expression in them that a page could make slow.
 */
export const leaveOutRule = z.union(
  [
    z.strictObject({ begin: plainText(1, 200), end: plainText(1, 200) }),
    z.strictObject({
      pointer: plainText(1, 300).refine(
        (pointer) => pointer.startsWith("/") && !/~(?![01])/.test(pointer),
        "must be a JSON pointer such as /meta/generatedAt or /items/*/seen",
      ),
    }),
  ],
  "must be {begin, end} or {pointer}",
);
export type LeaveOutRule = z.infer<typeof leaveOutRule>;

/** A header that probes of the page send, with the value of the variable PROBE_SECRET_<secret>. */
export const probeHeader = z.strictObject({
  name: ownHeader,
  secret: z.string().regex(/^[A-Z0-9_]{1,60}$/, "must be capital letters, digits and underscores"),
});
export type ProbeHeader = z.infer<typeof probeHeader>;

const unique = (names: string[]) => new Set(names).size === names.length;

/** How a page is probed, beside its path. */
export const pageSetup = z.strictObject({
  variants: z
    .array(pageVariant)
    .max(20, "at most 20 variants")
    .refine((all) => unique(all.map(({ name }) => name)), "has two variants of one name")
    .optional(),
  leaveOut: z.array(leaveOutRule).max(20, "at most 20 rules").optional(),
  /** null: none any more. */
  probeHeader: probeHeader.nullable().optional(),
});
export type PageSetup = z.infer<typeof pageSetup>;
