import { builder } from './builder.ts';

export const EntityRef = builder.objectRef<{ type: string; id: string }>('EntityRef').implement({
  description: 'Any governed thing: ours (`account`, `dispute`) or the marketplace’s (`listing`, `booking`, `review`, …).',
  shareable: true,
  fields: (t) => ({ type: t.exposeString('type'), id: t.exposeID('id') }),
});
