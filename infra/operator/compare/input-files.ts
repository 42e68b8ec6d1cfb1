import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { EXIT, Problem } from "../problem";

/** A file can't be read for what it should be: the command line names the wrong thing. */
export const badFile = (file: string, why: string): Problem => new Problem(`${file} ${why}`, EXIT.usage);

/** The files meant: those named, and of folders all with one of these endings beneath them, in the order of their names. @throws Problem if there are none */
export const filesMeant = async (named: readonly string[], endings: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const one of named) {
    const about = await stat(one).catch(() => undefined);
    if (about === undefined) throw badFile(one, "is not there, or can't be read.");
    if (!about.isDirectory()) {
      found.push(one);
      continue;
    }
    const entries = await readdir(one, { recursive: true });
    const fitting = entries.filter((entry) => endings.some((ending) => entry.endsWith(ending))).toSorted();
    if (fitting.length === 0) throw badFile(one, `holds no file that ends in ${endings.join(" or ")}.`);
    found.push(...fitting.map((entry) => join(one, entry)));
  }
  return found;
};

/** The first two bytes of whatever gzip wrote (RFC 1952). */
const GZIP = Buffer.from([0x1f, 0x8b]);

const isGzip = async (file: string): Promise<boolean> => {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return bytesRead === GZIP.length && buffer.equals(GZIP);
  } finally {
    await handle.close();
  }
};

/** The parts of a file, unpacked where it is packed, whatever its name. */
export async function* partsOf(file: string): AsyncGenerator<Uint8Array> {
  const source = createReadStream(file);
  const packed = await isGzip(file);
  const stream = packed ? source.pipe(createGunzip()) : source;
  // A pipe hands on no error.
  source.on("error", (error) => stream.destroy(error));
  try {
    for await (const part of stream) if (part instanceof Uint8Array) yield part;
  } catch (error) {
    throw badFile(file, `can't be read${packed ? " as gzip" : ""}: ${error instanceof Error ? error.message : String(error)}.`);
  } finally {
    source.destroy();
  }
}
