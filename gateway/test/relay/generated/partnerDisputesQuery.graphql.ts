/**
 * @generated SignedSource<<e2bb00e74ad63c74c830eccc3216f590>>
 * @relayHash d1b6ea3edc95eac1b5394f874c5907aa
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID d760ae8be6c6cbb22ecbad00c04608a131bb5c88cd9daa07275a53fdc134e345

import type { ConcreteRequest } from 'relay-runtime';
export type partnerDisputesQuery$variables = Record<PropertyKey, never>;
export type partnerDisputesQuery$data = {
  readonly disputes: ReadonlyArray<{
    readonly id: string;
    readonly title: string;
  }>;
};
export type partnerDisputesQuery = {
  response: partnerDisputesQuery$data;
  variables: partnerDisputesQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "alias": null,
    "args": null,
    "concreteType": "Dispute",
    "kind": "LinkedField",
    "name": "disputes",
    "plural": true,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "id",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "title",
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "partnerDisputesQuery",
    "selections": (v0/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "partnerDisputesQuery",
    "selections": (v0/*:: as any*/)
  },
  "params": {
    "id": "d760ae8be6c6cbb22ecbad00c04608a131bb5c88cd9daa07275a53fdc134e345",
    "metadata": {},
    "name": "partnerDisputesQuery",
    "operationKind": "query",
    "text": null
  }
};
})();

(node as any).hash = "ab07f9d8dc09d8052c402b80f1a097d3";

export default node;
