import pg from "pg";

/**
 * Makes a database on a test server.
 *
 * @param template the database that it is a copy of; absent: an empty one
 * @returns its address
 */
export async function createDatabase(
  serverUrl: string,
  name: string,
  template?: string,
): Promise<string> {
  const client = new pg.Client({ connectionString: `${serverUrl}/postgres` });
  await client.connect();
  await client.query(
    `CREATE DATABASE ${name}${template === undefined ? "" : ` TEMPLATE ${template}`}`,
  );
  await client.end();
  return `${serverUrl}/${name}`;
}
