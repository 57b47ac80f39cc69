import { secp256k1 } from '@noble/curves/secp256k1.js';
import { accountsLinked } from '@praetor/contracts/account-links';
import { minutes } from '@praetor/kernel/clock';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, checksummed, digestOf, readAddress, signerOf } from '../src/commands/ethereum.ts';
import { linkWallet } from '../src/commands/link-wallet.ts';
import { requestWalletChallenge } from '../src/commands/request-wallet-challenge.ts';
import { unlinkWallet } from '../src/commands/unlink-wallet.ts';
import { accountsWorld, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const origin = 'https://shop.example';
const newKey = () => {
  const secretKey = secp256k1.utils.randomSecretKey();
  return { secretKey, address: addressOf(secp256k1.getPublicKey(secretKey, false)) };
};
type Key = ReturnType<typeof newKey>;

/** As a wallet answers `personal_sign`. */
function sign({ secretKey }: Key, message: string): string {
  const signature = secp256k1.Signature.fromBytes(
    secp256k1.sign(digestOf(message), secretKey, { prehash: false, format: 'recovered' }),
    'recovered',
  );
  return `0x${Buffer.from(signature.toBytes('compact')).toString('hex')}${(27 + signature.recovery!).toString(16)}`;
}
const challenge = (person: Person, key: Key, chainId = 1) =>
  requestWalletChallenge(world.room(person.actor), origin, { address: checksummed(key.address), chainId });
async function link(person: Person, key: Key) {
  const { id, message } = await challenge(person, key);
  return linkWallet(world.room(person.actor), { challengeId: id, signature: sign(key, message) });
}

describe('the cryptography', () => {
  test('recovers the signer of a published signature', () => {
    // From the documentation of web3.js, `eth.accounts.sign`.
    const signature =
      '0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c';
    expect(signerOf('Some data', signature)).toBe('0x2c7536e3605d9c16a7a3d7b1898e529396a65c23');
    expect(signerOf('Some dato', signature)).not.toBe('0x2c7536e3605d9c16a7a3d7b1898e529396a65c23');
  });

  test.each([
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
    '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
    '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
  ])('writes and checks the checksum of %s (EIP-55)', (address) => {
    expect(checksummed(address.toLowerCase())).toBe(address);
    expect(readAddress(address)).toBe(address.toLowerCase());
    const swapped = address.replace(/[a-fA-F](?=[^a-fA-F]*$)/, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    expect(readAddress(swapped)).toBeNull();
  });
});

describe('linking', () => {
  test('takes the signature of the very message, and keeps both as evidence', async () => {
    const [person, key] = [await world.person(), newKey()];
    const { message } = await challenge(person, key);
    // The grammar of EIP-4361, with every optional part that is used.
    expect(message).toMatch(
      /^shop\.example wants you to sign in with your Ethereum account:\n0x[0-9a-fA-F]{40}\n\n[^\n]+\n\nURI: https:\/\/shop\.example\nVersion: 1\nChain ID: 1\nNonce: [0-9a-f]{32}\nIssued At: \S+Z\nExpiration Time: \S+Z\nRequest ID: wch_[0-9a-z]{26}$/,
    );
    const wallet = await link(person, key);
    expect(wallet).toMatchObject({ address: key.address, chainId: 1 });
    expect(signerOf(wallet.message, wallet.signature)).toBe(key.address);
    const { data } = await world.query(person.actor, '{ me { wallet { address message signature } } }');
    expect(data?.me).toMatchObject({ wallet: { address: key.address } });
    const others = await world.query(
      (await world.person()).actor,
      `{ account(id: "${person.account.id}") { wallet { address } } }`,
    );
    expect(others.data?.account).toEqual({ wallet: null });
    await unlinkWallet(world.room(person.actor), { walletId: wallet.id });
    expect((await world.announced('accounts.walletUnlinked.v1')).map(({ data: said }) => said.walletId)).toEqual([wallet.id]);
    await link(person, key);
  });

  test('is refused for whoever did not ask, twice, too late, and for another key; a wrong answer uses the challenge up', async () => {
    const [person, other, key] = [await world.person(), await world.person(), newKey()];
    const { id: challengeId, message } = await challenge(person, key);
    const input = { challengeId, signature: sign(key, message) };
    const invalid = { code: 'WALLET_CHALLENGE_INVALID' };
    await expect(linkWallet(world.room(other.actor), input)).rejects.toMatchObject(invalid);
    await expect(linkWallet(world.room(person.actor), { challengeId, signature: sign(newKey(), message) })).rejects.toMatchObject(
      { code: 'WALLET_PROOF_INVALID' },
    );
    await expect(linkWallet(world.room(person.actor), input)).rejects.toMatchObject(invalid);
    const late = await challenge(person, key);
    world.clock.advance(minutes(10));
    await expect(
      linkWallet(world.room(person.actor), { challengeId: late.id, signature: sign(key, late.message) }),
    ).rejects.toMatchObject(invalid);
    const attempts = await Promise.allSettled(
      await challenge(person, key).then(({ id, message: text }) =>
        Array.from({ length: 4 }, () => linkWallet(world.room(person.actor), { challengeId: id, signature: sign(key, text) })),
      ),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await world.announced('accounts.actionRefused.v1')).map(({ data }) => data.code)).toContain('WALLET_PROOF_INVALID');
  });

  test('of a contract wallet is refused in words that say why', async () => {
    const [person, key] = [await world.person(), newKey()];
    const { id: challengeId } = await challenge(person, key);
    const contract = linkWallet(world.room(person.actor), { challengeId, signature: `0x${'ab'.repeat(97)}` });
    await expect(contract).rejects.toMatchObject({
      code: 'WALLET_SIGNATURE_UNSUPPORTED',
      message: expect.stringContaining('EIP-1271') as string,
    });
  });

  test('one account has one wallet, one wallet one account; who proves another’s is linked with them', async () => {
    const [holder, rival, key] = [await world.person(), await world.person(), newKey()];
    await link(holder, key);
    await expect(link(holder, newKey())).rejects.toMatchObject({ code: 'WALLET_ALREADY_LINKED' });
    await expect(link(rival, key)).rejects.toMatchObject({ code: 'WALLET_LINKED_ELSEWHERE' });
    await world.drain();
    const links = (await world.announced(accountsLinked.type)).filter(({ data }) => data.kind === 'wallet');
    expect(links.map(({ data }) => [data.accountId, data.otherAccountId])).toEqual([
      [holder.account.id, rival.account.id].toSorted(),
    ]);
  });
});

test('no tampered proof links anything', async () => {
  const [person, key] = [await world.person(), newKey()];
  const flip = fc.record({ at: fc.nat(64), bit: fc.integer({ min: 0, max: 7 }) });
  const tampered = fc.asyncProperty(flip, fc.constantFrom('bit', 'high s', 'message'), async ({ at, bit }, how) => {
    const { id: challengeId, message } = await challenge(person, key);
    const bytes = Buffer.from(
      sign(key, how === 'message' ? message.replace('Chain ID: 1', 'Chain ID: 10') : message).slice(2),
      'hex',
    );
    if (how === 'bit') bytes[at]! ^= 1 << bit;
    if (how === 'high s') {
      const s = secp256k1.Point.Fn.ORDER - BigInt(`0x${bytes.subarray(32, 64).toString('hex')}`);
      Buffer.from(s.toString(16).padStart(64, '0'), 'hex').copy(bytes, 32);
      bytes[64]! = bytes[64] === 27 ? 28 : 27;
    }
    const attempt = linkWallet(world.room(person.actor), { challengeId, signature: `0x${bytes.toString('hex')}` });
    await expect(attempt).rejects.toMatchObject({ code: 'WALLET_PROOF_INVALID' });
  });
  await fc.assert(tampered, { numRuns: 60 });
  await link(person, key);
});
