/** One schema with a declaration on every kind of type, for pruning and for putting back. */
export const shopSdl = /* GraphQL */ `
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  type Query @policy(policies: [["public"]]) {
    me: User @authenticated
    shop: Shop
    posts(first: Int): [Post!]
    found: [Found!]!
    must: User!
    wall: [[Public]!]
  }
  type Mutation {
    ban(id: ID!): Boolean @requiresScopes(scopes: [["ban"]])
    ping: Boolean @policy(policies: [["public"]])
    must: Boolean! @requiresScopes(scopes: [["ban"]])
  }
  type Subscription {
    banned: User @requiresScopes(scopes: [["ban"]])
  }
  type Shop {
    name: String
    owner: User
    secret: String @authenticated
    code: String! @authenticated
    kind: Kind
    items(first: Int, tag: String): [Item!]!
  }
  type Item {
    price: Int
    cost(in: String): Int @requiresScopes(scopes: [["cost"]])
    maker: User
  }
  type User {
    id: ID! @authenticated
    name: String
    email: String @requiresScopes(scopes: [["email"]])
    friend: User
  }
  interface Post {
    title: String!
    likes: Int
  }
  type Public implements Post {
    title: String!
    likes: Int
    text: String
  }
  type Private implements Post @authenticated {
    title: String!
    likes: Int
    text: String
  }
  union Found = Public | Private | User
  enum Kind @requiresScopes(scopes: [["kind"]]) {
    A
  }
`;
