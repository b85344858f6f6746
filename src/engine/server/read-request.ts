import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { HonoRequest } from 'hono';

import type { Route } from '../../core/api/routes';
import * as messages from '../messages';
import { Refusal } from '../refusal';

/** The parts of a request, each checked against the schema of its route. */
export interface ReadRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Reads a request, or refuses it with the first thing that is wrong. */
export async function readRequest(
  route: Route,
  request: HonoRequest
): Promise<ReadRequest> {
  const query = route.query
    ? checked(route.query, Value.Convert(route.query, request.query()), 'query')
    : {};
  const body = route.body
    ? checked(route.body, await bodyOf(request), 'body')
    : undefined;
  return { params: request.param(), query: { ...asRecord(query) }, body };
}

async function bodyOf(request: HonoRequest): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw new Refusal(messages.badRequest('The body is not JSON.'));
  }
}

function checked(schema: TSchema, value: unknown, part: string): unknown {
  const error = Value.Errors(schema, value).First();
  if (error) {
    const where = error.path === '' ? '' : ` ${error.path.slice(1)}`;
    throw new Refusal(
      messages.badRequest(`In the ${part}${where}: ${error.message}.`)
    );
  }
  return value;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
