/** The mark: a stack of cached layers, one taken out. */
export function BrandMark() {
  return (
    <svg aria-hidden viewBox="0 0 20 20" className="size-5 shrink-0 text-accent-text">
      <rect x="2" y="3" width="16" height="3.5" rx="1" fill="currentColor" />
      <rect
        x="2.5"
        y="8.75"
        width="15"
        height="2.5"
        rx="0.75"
        fill="none"
        stroke="currentColor"
        strokeDasharray="2 1.5"
      />
      <rect x="2" y="13.5" width="16" height="3.5" rx="1" fill="currentColor" />
    </svg>
  );
}
