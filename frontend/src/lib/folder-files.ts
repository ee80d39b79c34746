/** What systems put into folders by themselves. */
const OF_THE_SYSTEM = /^(\..*|thumbs\.db|desktop\.ini)$/i

/** Without what nobody has put into the folder; sorted by name, "2" before "10". */
export function filesOfFolder(files: readonly File[]): File[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true })
  return files
    .filter(({ name }) => !OF_THE_SYSTEM.test(name))
    .sort((a, b) => compare(a.webkitRelativePath || a.name, b.webkitRelativePath || b.name))
}

/** What was dropped, with all that is in dropped folders and in theirs. To be called while the event is handled. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const files = [...data.files]
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (!entries.some((entry) => entry.isDirectory)) return files
  return (await Promise.all(entries.map(filesBelow))).flat()
}

async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))]
  const inside = await entriesOf(entry as FileSystemDirectoryEntry)
  const files = await Promise.all(inside.filter(isFile).map(filesBelow))
  const folders = inside.filter((one) => one.isDirectory && !OF_THE_SYSTEM.test(one.name))
  return [...filesOfFolder(files.flat()), ...(await Promise.all(folders.map(filesBelow))).flat()]
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

/** A browser tells a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}
