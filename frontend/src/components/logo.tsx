export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path d="M6 22.5 26 16v6.5z" className="fill-on-accent" />
      <path d="M9 17.2 17 8v6.6z" className="fill-on-accent" opacity=".75" />
    </svg>
  )
}
