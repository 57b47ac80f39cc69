import { subgraphNames } from '@praetor/contracts/refused';

/** Database roles, without their prefix: one a subgraph, one to follow events, one for durable work. */
export const roleNames = [...subgraphNames, 'gateway', 'durable'];
