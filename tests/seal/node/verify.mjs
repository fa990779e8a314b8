// Whether Digital Bazaar's implementation of Data Integrity takes the proof on a manifest for good.
// Prints {"verified": true} or {"verified": false, "why": "..."} for each manifest, one a line.
// Usage: node verify.mjs MANIFEST...
import {readFileSync} from 'node:fs';
import context from '@digitalbazaar/data-integrity-context';
import jsigs from 'jsonld-signatures';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const {purposes: {AssertionProofPurpose}} = jsigs;
const KEY = /^did:key:(z6Mk[1-9A-HJ-NP-Za-km-z]+)(?:#(z6Mk[1-9A-HJ-NP-Za-km-z]+))?$/;

// All that may be looked up: the contexts of the package, and what a did:key says by itself.
async function documentLoader(url) {
  const document = context.contexts.get(url) ?? didKey(url);
  if(!document) {
    throw new Error(`${url} is not known, and nothing is fetched`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

function didKey(url) {
  const [, key, fragment] = KEY.exec(url) ?? [];
  if(!key) {
    return null;
  }
  const did = `did:key:${key}`;
  const method = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: `${did}#${key}`,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: key
  };
  if(fragment) {
    return fragment === key ? method : null;
  }
  return {
    '@context': 'https://www.w3.org/ns/did/v1',
    id: did,
    verificationMethod: [method],
    assertionMethod: [method.id]
  };
}

for(const path of process.argv.slice(2)) {
  const result = await jsigs.verify(JSON.parse(readFileSync(path, 'utf8')), {
    suite: new DataIntegrityProof({cryptosuite}),
    purpose: new AssertionProofPurpose(),
    documentLoader
  });
  const why = result.error?.errors?.[0]?.message ?? result.error?.message;
  console.log(JSON.stringify({verified: result.verified, why}));
}
