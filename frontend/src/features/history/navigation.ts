declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The detail page was opened from the list: going back finds the list as it was left. */
    fromHistory?: boolean
  }
}

export {}
