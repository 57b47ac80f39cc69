/** What accounts are found by. */
export const searchKeys = ['email', 'phone', 'id', 'device', 'ip', 'wallet'] as const;
export type SearchKey = (typeof searchKeys)[number];
