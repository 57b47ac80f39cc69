import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const ShopSchema = defineEntity({
  name: 'Shop',
  tableName: 'shop',
  properties: {
    accountId: p.type(idType('account')).primary(),
    tenantId: p.type(idType('tenant')),
    shopName: p.string().length(200).nullable(),
    description: p.string().length(5000).nullable(),
    logo: p.string().length(2000).nullable(),
    supportEmail: p.string().length(254).nullable(),
    supportPhone: p.string().length(40).nullable(),
    updatedAt: p.datetime(),
  },
  ...tenantWalls(),
});

/** How somebody shows themselves as a seller: apart from what they are as a buyer. */
export class ShopRow extends ShopSchema.class {}
ShopSchema.setClass(ShopRow);
export { ShopSchema };
