/**
 * @generated SignedSource<<eb2d50fb8ef173808d1df15141e4ac2f>>
 * @relayHash 30a7c4a0ea5572b800fb0eb3a2ae4fae
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID e5a44f38a1579a79a1c32bd7faeeeb456c5ffebc850e4861e6ef075e5b53e45f

import type { ConcreteRequest } from 'relay-runtime';
export type partnerOpenMutation$variables = {
  title: string;
};
export type partnerOpenMutation$data = {
  readonly openDispute: {
    readonly id: string;
    readonly title: string;
  } | null | undefined;
};
export type partnerOpenMutation = {
  response: partnerOpenMutation$data;
  variables: partnerOpenMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "title"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "title",
        "variableName": "title"
      }
    ],
    "concreteType": "Dispute",
    "kind": "LinkedField",
    "name": "openDispute",
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
    "name": "partnerOpenMutation",
    "selections": (v1/*:: as any*/),
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "partnerOpenMutation",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "id": "e5a44f38a1579a79a1c32bd7faeeeb456c5ffebc850e4861e6ef075e5b53e45f",
    "metadata": {},
    "name": "partnerOpenMutation",
    "operationKind": "mutation",
    "text": null
  }
};
})();

(node as any).hash = "5cafd3a51a21f8184ec2fced76385ac6";

export default node;
