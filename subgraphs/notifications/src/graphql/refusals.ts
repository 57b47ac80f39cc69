import { refusalType } from '@praetor/subgraph/builder';
import { WrongState } from '../domain/alert.ts';
import { builder } from './builder.ts';

refusalType(builder, WrongState, 'AlertWrongState', 'The alert is not in a state that allows this.');
