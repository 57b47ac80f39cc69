import { tenantPolicies } from '@praetor/postgres/tenancy';
import { Migration } from '@mikro-orm/migrations';
import { eventTables } from '../../src/tables.ts';

/** A subgraph made for these tests: it counts, and writes down what it was told in the order it was told. */
export class Migration20260101000000_widgets extends Migration {
  override up(): void {
    this.addSql(eventTables('widgets'));
    this.addSql(`
      create table widgets.effect (
        place bigint generated always as identity primary key,
        tenant_id uuid not null,
        consumer text not null,
        subject text not null,
        number integer not null
      );
      ${tenantPolicies('widgets.effect')}`);
  }
}
