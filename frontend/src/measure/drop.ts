// Files of a drop or a choice, with the folder they were in.

export interface Chosen {
  file: File
  name: string // folder/file, or file
}

export function chosenOf(list: FileList | null): Chosen[] {
  return [...(list ?? [])].map((file) => ({ file, name: nameIn(file.webkitRelativePath || file.name) }))
}

export async function dropped(data: DataTransfer | null): Promise<Chosen[]> {
  const entries = [...(data?.items ?? [])].map((item) => item.webkitGetAsEntry())
  const found = await Promise.all(entries.map((entry) => (entry === null ? [] : filesOf(entry))))
  return found.flat().filter((one) => !one.file.name.startsWith('.'))
}

async function filesOf(entry: FileSystemEntry): Promise<Chosen[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail))
    return [{ file, name: nameIn(entry.fullPath) }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const inside: FileSystemEntry[] = []
  for (;;) {
    // a reader gives at most a hundred entries at a time
    const more = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail))
    if (more.length === 0) break
    inside.push(...more)
  }
  return (await Promise.all(inside.map(filesOf))).flat()
}

// The first folder and the name of the file: a workspace has one level of folders.
function nameIn(path: string): string {
  const parts = path.split('/').filter((part) => part !== '')
  return parts.length < 2 ? (parts[0] ?? path) : `${parts[0]}/${parts[parts.length - 1]}`
}
