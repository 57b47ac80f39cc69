import { refusalType } from '@praetor/subgraph/builder';
import { ClosingNotCancellable } from '../domain/closing.ts';
import { ExportNotReady, ExportNotYet } from '../domain/data-export.ts';
import {
  WalletAlreadyLinked,
  WalletChallengeInvalid,
  WalletLinkedElsewhere,
  WalletProofInvalid,
  WalletSignatureUnsupported,
} from '../domain/wallet.ts';
import { builder } from './builder.ts';
import './refusals.ts';

refusalType(builder, ClosingNotCancellable, 'AccountClosingNotCancellable', 'The closing cannot be taken back any more.');
refusalType(builder, ExportNotYet, 'AccountExportNotYet', 'A copy was asked for less than a day ago.');
refusalType(builder, ExportNotReady, 'AccountExportNotReady', 'The copy is still being collected.');
refusalType(builder, WalletChallengeInvalid, 'WalletChallengeInvalid', 'The challenge is unknown, used or expired.');
refusalType(builder, WalletProofInvalid, 'WalletProofInvalid', 'The signature is not that of the address under the message.');
refusalType(
  builder,
  WalletSignatureUnsupported,
  'WalletSignatureUnsupported',
  'Contract wallets cannot be checked without their chain.',
);
refusalType(builder, WalletAlreadyLinked, 'WalletAlreadyLinked', 'The account has a wallet already.');
refusalType(builder, WalletLinkedElsewhere, 'WalletLinkedElsewhere', 'Another account has linked the wallet.');
