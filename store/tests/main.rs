//! The store on both engines. `TEST_POSTGRES_URL` names a PostgreSQL server where databases may be made; without it
//! only SQLite is tested, unless `CI` or `REQUIRE_POSTGRES` says that both must be.

mod both;
mod sample;

mod applications;
mod bulk;
mod casework;
mod crash;
mod documents;
mod messages;
mod payments;
mod people;
mod plans;
mod queue;
mod receipts;
mod schema;
mod statements;
mod transactions;
