import type { InfiniteData } from '@tanstack/react-query'
import type { Prediction, PredictionPage } from '../types'
import { type PredictionFilters, matches } from './filters'
import { changesSince, thisMoment } from './journal'
import { newerOf } from './progress'

/** A page as it was read, and all that was heard since. */
export interface ReadPage extends PredictionPage {
  /** Up to where in the journal it is current. */
  moment: number
}

/** The endless list as the query cache holds it: pages of predictions, newest first. */
export type List = InfiniteData<ReadPage, string | undefined>

export function rowsOf(list: { pages: readonly ReadPage[] } | undefined): Prediction[] {
  return list?.pages.flatMap((page) => page.results) ?? []
}

/** What was read, with everything laid over it that changed since. */
export function upToDate(list: List, filters: PredictionFilters): List {
  const now = thisMoment()
  const changes = changesSince(Math.min(now, ...list.pages.map((page) => page.moment)))
  const next = changes.reduce<List>(
    (known, [id, prediction]) =>
      prediction === null ? without(known, id) : withUpdate(known, prediction, matches(prediction, filters)),
    list,
  )
  if (next === list && list.pages.every((page) => page.moment === now)) return list
  return { ...next, pages: next.pages.map((page) => ({ ...page, moment: now })) }
}

/** Newest first, as the server sorts: by creation, then by id. Times are of one length, so text compares as time. */
function isBefore(a: Prediction, b: Prediction): boolean {
  return a.created_at === b.created_at ? a.id > b.id : a.created_at > b.created_at
}

/** What a change does to a list: replaced in its place, taken out where it no longer belongs, put in where it does. */
export function withUpdate(list: List, next: Prediction, belongs: boolean): List {
  const at = pageOf(list, next.id)
  if (at < 0) return belongs ? insert(list, next) : list
  const known = list.pages[at]?.results.find((row) => row.id === next.id)
  if (known === next || newerOf(next, known) !== next) return list
  if (!belongs) return without(list, next.id)
  return changePage(list, at, (rows) => rows.map((row) => (row.id === next.id ? next : row)))
}

export function without(list: List, id: string): List {
  const at = pageOf(list, id)
  return at < 0 ? list : changePage(list, at, (rows) => rows.filter((row) => row.id !== id))
}

function pageOf(list: List, id: string): number {
  return list.pages.findIndex((page) => page.results.some((row) => row.id === id))
}

function insert(list: List, next: Prediction): List {
  const at = list.pages.findIndex((page) => page.results.some((row) => isBefore(next, row)))
  const last = list.pages.length - 1
  if (at < 0) {
    // Older than all that is loaded: it comes with its own page, unless there are no more pages.
    if (list.pages[last]?.next !== null) return list
    return changePage(list, last, (rows) => [...rows, next])
  }
  return changePage(list, at, (rows) => {
    const place = rows.findIndex((row) => isBefore(next, row))
    return rows.toSpliced(place, 0, next)
  })
}

function changePage(list: List, at: number, change: (rows: Prediction[]) => Prediction[]): List {
  return {
    ...list,
    pages: list.pages.map((page, index) => (index === at ? { ...page, results: change(page.results) } : page)),
  }
}

/**
 * Joins a newly read first page with what is loaded, without reading all the other pages again. Where the two do not
 * touch there is a gap that nobody has seen, and the list starts anew from the first page.
 */
export function withHead(list: List, head: ReadPage): List {
  const fresh = new Set(head.results.map((row) => row.id))
  const oldest = head.results.at(-1)
  if (!oldest || head.next === null) return restart(head)
  if (!rowsOf(list).some((row) => fresh.has(row.id))) return restart(head)
  const pages = list.pages.map((page) => ({ ...page, results: page.results.filter((row) => isBefore(oldest, row)) }))
  const [first, ...rest] = pages
  if (!first) return restart(head)
  const end = rest.length > 0 || first.results.length > 0 ? first.next : head.next
  return { ...list, pages: [{ ...head, next: end, results: [...head.results, ...first.results] }, ...rest] }
}

function restart(head: ReadPage): List {
  return { pages: [head], pageParams: [undefined] }
}
