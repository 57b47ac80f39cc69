/**
 * @generated SignedSource<<432917db4c741af4d3c5ea6b401820f2>>
 * @relayHash 70f6b27660b9c17e65ca934ca7ad9127
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

// @relayRequestID 3dd3bf69c515acf42ef9e41c945251f71ffa7be9e4a0cb919d584ec5b4dbba4a

import type { ConcreteRequest } from 'relay-runtime';
export type partnerChangesSubscription$variables = Record<PropertyKey, never>;
export type partnerChangesSubscription$data = {
  readonly disputeChanged: {
    readonly id: string;
    readonly title: string;
  } | null | undefined;
};
export type partnerChangesSubscription = {
  response: partnerChangesSubscription$data;
  variables: partnerChangesSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "alias": null,
    "args": null,
    "concreteType": "Dispute",
    "kind": "LinkedField",
    "name": "disputeChanged",
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
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "partnerChangesSubscription",
    "selections": (v0/*:: as any*/),
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "partnerChangesSubscription",
    "selections": (v0/*:: as any*/)
  },
  "params": {
    "id": "3dd3bf69c515acf42ef9e41c945251f71ffa7be9e4a0cb919d584ec5b4dbba4a",
    "metadata": {},
    "name": "partnerChangesSubscription",
    "operationKind": "subscription",
    "text": null
  }
};
})();

(node as any).hash = "3b99ff6ac0594192f1e0b64275af05af";

export default node;
