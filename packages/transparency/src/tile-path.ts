import { isCount } from './path.ts';
import { tileWidth } from './tiles.ts';
import type { TileCoordinate } from './tiles.ts';

/** The highest level a path may name (c2sp.org/tlog-tiles). */
const maxLevel = 63;

const pathPattern = /^tile\/(?<level>0|[1-9]\d?)\/(?<index>(?:x\d{3}\/)*\d{3})(?:\.p\/(?<width>[1-9]\d{0,2}))?$/;

/** The resource path of a tile, `tile/<L>/<N>[.p/<W>]`: index 1234067 reads x001/x234/067 (c2sp.org/tlog-tiles). */
export function tilePath({ level, index, width }: TileCoordinate): string {
  const partial = width === tileWidth ? '' : `.p/${width}`;
  return `tile/${level}/${indexPath(index)}${partial}`;
}

/** The tile a path names, or undefined unless the path is exactly what {@link tilePath} writes. */
export function parseTilePath(path: string): TileCoordinate | undefined {
  const groups = pathPattern.exec(path)?.groups;
  if (!groups) return undefined;
  const tile = {
    level: Number(groups['level']),
    index: Number(groups['index']?.replace(/[x/]/g, '')),
    width: groups['width'] === undefined ? tileWidth : Number(groups['width']),
  };
  const inRange = tile.level <= maxLevel && isCount(tile.index) && tile.width <= tileWidth;
  return inRange && tilePath(tile) === path ? tile : undefined;
}

function indexPath(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}
