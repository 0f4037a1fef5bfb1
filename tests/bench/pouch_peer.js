// Replicates the entries in a file to a pouchdb-server and into a new database, and says how long
// it took. node pouch_peer.js MODULES URL DIRECTORY ENTRIES.json
const [modules, url, directory, entries] = process.argv.slice(2);
const PouchDB = require(`${modules}/pouchdb`);

async function timed(what) {
  const began = process.hrtime.bigint();
  await what();
  return Number(process.hrtime.bigint() - began) / 1e9;
}

async function main() {
  const docs = JSON.parse(require("fs").readFileSync(entries));
  const here = new PouchDB(`${directory}/here`);
  await here.bulkDocs(docs);
  const options = { batch_size: 500 };
  const push = await timed(() => here.replicate.to(`${url}/station`, options));
  const there = new PouchDB(`${directory}/there`);
  const pull = await timed(() => there.replicate.from(`${url}/station`, options));
  const found = (await there.info()).doc_count;
  if (found !== docs.length) throw new Error(`${found} of ${docs.length}`);
  console.log(JSON.stringify({ push, pull }));
}

main().then(() => process.exit(0));
