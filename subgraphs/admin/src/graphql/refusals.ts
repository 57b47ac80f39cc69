import { refusalType } from '@praetor/subgraph/builder';
import { UnknownAccount } from '../commands/raise-flag.ts';
import {
  AlreadyAssigned,
  AssigneeNotStaff,
  ConflictOfInterest,
  HeldByAnother,
  ResolutionMismatch,
  WrongState,
} from '../domain/flag.ts';
import { TooManyNotes } from '../domain/note.ts';
import { builder } from './builder.ts';

refusalType(builder, WrongState, 'FlagWrongState', 'The flag is not in a state that allows this.');
refusalType(builder, UnknownAccount, 'FlagUnknownAccount', 'There is no such account for the flag to concern.');
refusalType(builder, AlreadyAssigned, 'FlagAlreadyAssigned', 'The flag is assigned to this account already.');
refusalType(builder, AssigneeNotStaff, 'FlagAssigneeNotStaff', 'The account may not resolve flags.');
refusalType(builder, ConflictOfInterest, 'FlagConflictOfInterest', 'Whoever judges must not be judged.');
refusalType(builder, HeldByAnother, 'FlagHeldByAnother', 'Someone else works on the flag.');
refusalType(builder, ResolutionMismatch, 'FlagResolutionMismatch', 'The resolution does not fit what the flag is on.');
refusalType(builder, TooManyNotes, 'FlagTooManyNotes', 'A flag holds a bounded number of notes.');
