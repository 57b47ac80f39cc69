const pattern =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d+))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** A date-time of RFC 3339 section 5.6, or null. Finer than milliseconds is cut; a leap second is the second after it. */
export function parseDateTime(value: string): Date | null {
  const match = pattern.exec(value);
  if (!match) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', offset = ''] = match;
  if (Number(day) > daysIn(Number(year), Number(month))) return null;
  const leap = second === '60';
  const milliseconds = `${fraction}000`.slice(0, 3);
  const time = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${leap ? '59' : second}.${milliseconds}${offset.toUpperCase()}`,
  );
  const date = new Date(leap ? time + 1000 : time);
  // Leap seconds come at midnight UTC only (appendix D); PostgreSQL and ISO strings of four digits have no year 0.
  if (leap && (date.getUTCHours() !== 0 || date.getUTCMinutes() !== 0)) return null;
  return date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999 ? date : null;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
