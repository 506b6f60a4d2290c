// Writes the types of every service's API from its OpenAPI document; with --check it only says whether they are current.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const services = ['leads', 'opportunities', 'orders', 'field-service', 'analytics', 'integration-gateway'];
const check = process.argv.includes('--check');
const read = (url) => readFile(url, 'utf8').catch(() => '');

for (const service of services) {
  const document = JSON.parse(await read(new URL(`../../docs/openapi/${service}.json`, import.meta.url)));
  // Refusals have one shape for all, which src/api/problems.ts knows; five hundred copies of it tell nothing more.
  for (const operation of Object.values(document.paths).flatMap(Object.values)) {
    for (const status of Object.keys(operation.responses ?? {})) if (!status.startsWith('2')) delete operation.responses[status];
  }
  const types = astToString(await openapiTS(document, { defaultNonNullable: false }));
  const file = new URL(`../src/api/types/${service}.d.ts`, import.meta.url);
  if (!check) await writeFile(file, types);
  else if ((await read(file)) !== types) {
    console.error(`src/api/types/${service}.d.ts is not what docs/openapi/${service}.json says: run make web-client`);
    process.exitCode = 1;
  }
}
