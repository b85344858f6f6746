import { ROUTES, type Route } from '../../core/api/routes';
import * as schema from '../../core/api/schema';

type Json = Record<string, unknown>;

const NAMED = [
  schema.StepErrorSchema,
  schema.RunStepSchema,
  schema.RunSummarySchema,
  schema.RunFilesSchema,
  schema.RunSchema,
  schema.RunRequestSchema,
  schema.AnalysisRequestSchema,
  schema.AnalysisSchema,
  schema.LogLineSchema,
  schema.EventSchema,
  schema.HealthSchema,
  schema.ProblemSchema
];

/** The OpenAPI 3.1 document of the engine's API, made from the routes. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    const path = (paths[route.path] ??= {});
    path[route.method.toLowerCase()] = operation(name, route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kalette engine',
      version,
      description:
        'Runs the pipelines of notebooks. Errors are application/problem+json.'
    },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries(
        NAMED.map(({ $id, ...rest }) => [$id, withReferences(rest)])
      )
    }
  };
}

function operation(name: string, route: Route): Json {
  return {
    operationId: name,
    summary: route.summary,
    parameters: [
      ...parameters('path', route.params),
      ...parameters('query', route.query)
    ],
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: reference(route.body) } }
          }
        }
      : {}),
    responses: {
      [route.status]: {
        description: route.summary,
        ...(route.response
          ? {
              content: {
                [route.media ?? 'application/json']: {
                  schema: reference(route.response)
                }
              }
            }
          : {})
      },
      default: {
        description: 'What went wrong, and what to do.',
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' }
          }
        }
      }
    }
  };
}

function parameters(place: string, part: Route['query']): Json[] {
  const properties: Record<string, Json> = part?.properties ?? {};
  const required: readonly string[] = part?.required ?? [];
  return Object.entries(properties).map(([name, { description, ...type }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: type
  }));
}

// A schema with a name is written down once, and referred to everywhere else.
function reference(value: unknown): unknown {
  const id = idOf(value);
  return id !== null && NAMED.some(({ $id }) => $id === id)
    ? { $ref: `#/components/schemas/${id}` }
    : withReferences(withoutId(value));
}

function withReferences(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reference);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, reference(item)])
      )
    : value;
}

function idOf(value: unknown): string | null {
  return typeof value === 'object' &&
    value !== null &&
    '$id' in value &&
    typeof value.$id === 'string'
    ? value.$id
    : null;
}

function withoutId(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  const { $id: _id, ...rest } = value as Json;
  return rest;
}
