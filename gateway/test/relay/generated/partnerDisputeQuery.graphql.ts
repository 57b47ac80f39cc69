/**
 * @generated SignedSource<<2f709412dce9a93eb859afbe4e07ccce>>
 * @relayHash d7e9ebaaf9a79acf58f232188f6bc4fe
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID 86ee53fa782bc3417c9552cdf9adfd17a4ec5457337bc3590e24cfb33d1ea8a1

import type { ConcreteRequest } from 'relay-runtime';
export type partnerDisputeQuery$variables = {
  id: string;
};
export type partnerDisputeQuery$data = {
  readonly dispute: {
    readonly id: string;
    readonly title: string;
  } | null | undefined;
};
export type partnerDisputeQuery = {
  response: partnerDisputeQuery$data;
  variables: partnerDisputeQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "id"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "id",
        "variableName": "id"
      }
    ],
    "concreteType": "Dispute",
    "kind": "LinkedField",
    "name": "dispute",
    "plural": false,
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
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "partnerDisputeQuery",
    "selections": (v1/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "partnerDisputeQuery",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "id": "86ee53fa782bc3417c9552cdf9adfd17a4ec5457337bc3590e24cfb33d1ea8a1",
    "metadata": {},
    "name": "partnerDisputeQuery",
    "operationKind": "query",
    "text": null
  }
};
})();

(node as any).hash = "12747c9eb6bff6e80a1fb733250c4993";

export default node;
