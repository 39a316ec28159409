//! Both engines have the same tables, and the checks in them list exactly the names of the domain.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::application::{EventKind, Status};
use domain::language::Language;
use domain::money::Currency;
use domain::notice::{Channel, Failure, NoticeKind, Sending};
use domain::payment::{AttemptState, InvoiceState};
use domain::upload::Scan;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::appointments::AppointmentState;
use store::bulk::{BulkKind, BulkState, ItemState};
use store::commands::{CommandKind, CommandState};
use store::consents::ConsentAnswer;
use store::conversation::Side;
use store::database::MIGRATIONS;
use store::documents::DocumentStatus;
use store::events::ActorKind;
use store::opinions::OpinionState;
use store::people::AccountType;
use store::provider_events::ProviderEventState;
use store::summaries::Measure;

use crate::both::Home;

/// A table as both engines should see it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    /// Column, whether it may be null, and what SQLite keeps it as.
    columns: Vec<(String, bool, String)>,
    /// Indexes with a name of ours: name, columns (`()` for an expression), unique, partial.
    indexes: BTreeSet<(String, Vec<String>, bool, bool)>,
    /// The columns of each primary key and unique constraint.
    keys: BTreeSet<Vec<String>>,
    /// Columns and the table they point to.
    foreign_keys: BTreeSet<(Vec<String>, String)>,
}

type Schema = BTreeMap<String, Table>;

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    let sqlite = Home::sqlite().await;
    let left = sqlite_schema(&sqlite.url).await;
    assert_eq!(left.len(), 40, "{:?}", left.keys());
    if let Some(postgres) = Home::postgres().await {
        let right = postgres_schema(&postgres.url).await;
        assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
        for (name, table) in &left {
            assert_eq!(table, &right[name], "{name}");
        }
        postgres.end().await;
    }
    sqlite.end().await;
}

#[test]
fn every_kind_of_event_and_of_notice_is_a_row() {
    for text in [all_text(true), all_text(false)] {
        assert_eq!(rows(&text, "event_kinds"), keys(&EventKind::ALL, EventKind::key));
        assert_eq!(rows(&text, "notice_kinds"), keys(&NoticeKind::ALL, NoticeKind::key));
    }
}

/// The names that were put into a table of names.
fn rows(text: &str, table: &str) -> BTreeSet<String> {
    let insert = format!("insert into {table} (name) values");
    let lists = text.split(insert.as_str()).skip(1);
    let names = lists.flat_map(|list| {
        let list = list.split(';').next().expect("its end").split(',');
        list.map(|name| name.trim().trim_matches(|c| "()'".contains(c)).to_owned())
    });
    names.collect()
}

#[test]
fn both_engines_have_the_same_migrations() {
    let names: Vec<String> = MIGRATIONS
        .iter()
        .map(|migration| format!("{}.sql", migration.name))
        .collect();
    for engine in ["sqlite", "postgres"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let entries = std::fs::read_dir(folder).expect("migrations");
        let files = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
        let mut files: Vec<String> = files.collect();
        files.sort();
        assert_eq!(files, names, "{engine}");
    }
    for (number, name) in (1..).zip(names) {
        assert!(name.starts_with(&format!("{number:04}_")), "{name}");
    }
}

fn keys<T: Copy>(all: &[T], key: fn(T) -> &'static str) -> BTreeSet<String> {
    all.iter().map(|one| key(*one).to_owned()).collect()
}

fn expected_checks() -> BTreeMap<&'static str, BTreeSet<String>> {
    let currencies = keys(&Currency::ALL, Currency::code);
    BTreeMap::from([
        ("people_account_type", keys(AccountType::ALL, AccountType::key)),
        ("people_told_in", keys(&Language::ALL, Language::code)),
        ("people_last_used_in", keys(&Language::ALL, Language::code)),
        ("messages_channel", keys(&Channel::ALL, Channel::key)),
        ("messages_failed_as", keys(&Failure::ALL, Failure::key)),
        ("messages_state", keys(&Sending::ALL, Sending::key)),
        ("applications_status", keys(&Status::ALL, Status::key)),
        ("events_actor_kind", keys(ActorKind::ALL, ActorKind::key)),
        ("uploads_scan", keys(&Scan::ALL, Scan::key)),
        ("invoices_currency", currencies.clone()),
        ("invoices_state", keys(&InvoiceState::ALL, InvoiceState::key)),
        ("payment_attempts_currency", currencies.clone()),
        ("payment_attempts_state", keys(&AttemptState::ALL, AttemptState::key)),
        ("provider_commands_kind", keys(CommandKind::ALL, CommandKind::key)),
        ("provider_commands_state", keys(CommandState::ALL, CommandState::key)),
        (
            "provider_events_state",
            keys(ProviderEventState::ALL, ProviderEventState::key),
        ),
        ("ledger_transfers_currency", currencies.clone()),
        ("receipts_currency", currencies),
        ("documents_issued_language", keys(&Language::ALL, Language::code)),
        ("bulk_actions_kind", keys(BulkKind::ALL, BulkKind::key)),
        ("bulk_actions_state", keys(BulkState::ALL, BulkState::key)),
        ("bulk_items_state", keys(ItemState::ALL, ItemState::key)),
        ("conversation_lines_side", keys(Side::ALL, Side::key)),
        ("opinions_state", keys(OpinionState::ALL, OpinionState::key)),
        ("consents_answer", keys(ConsentAnswer::ALL, ConsentAnswer::key)),
        ("appointments_state", keys(AppointmentState::ALL, AppointmentState::key)),
        ("daily_summaries_measure", keys(Measure::ALL, |measure| measure.key())),
        ("feedback_language", keys(&Language::ALL, Language::code)),
        (
            "documents_issued_status",
            keys(DocumentStatus::ALL, DocumentStatus::key),
        ),
    ])
}

#[test]
fn checks_list_the_names_of_the_domain() {
    let live = AttemptState::ALL.into_iter().filter(|state| state.is_live());
    let live: BTreeSet<String> = live.map(|state| state.key().to_owned()).collect();
    for (engine, text) in [("sqlite", all_text(true)), ("postgres", all_text(false))] {
        let mut expected = expected_checks();
        for part in text.split("constraint ").skip(1) {
            let name = part.split([' ', ';']).next().expect("a name");
            // Rows of a table since.
            if ["events_kind", "messages_kind"].contains(&name) {
                continue;
            }
            let wanted = expected
                .remove(name)
                .unwrap_or_else(|| panic!("{engine}: {name} is not expected"));
            assert_eq!(quoted(part), wanted, "{engine}: {name}");
        }
        assert!(expected.is_empty(), "{engine}: not found: {:?}", expected.keys());
        let (_, index) = text.split_once("payment_attempts_live").expect("the index");
        assert_eq!(quoted(index), live, "{engine}: payment_attempts_live");
    }
}

fn all_text(sqlite: bool) -> String {
    MIGRATIONS
        .iter()
        .map(|migration| if sqlite { migration.sqlite } else { migration.postgres })
        .collect()
}

/// The names in quotes of the first `in (…)`.
fn quoted(text: &str) -> BTreeSet<String> {
    let (_, list) = text.split_once(" in (").expect("a list");
    let (list, _) = list.split_once(')').expect("its end");
    list.split(',')
        .map(|name| name.trim().trim_matches('\'').to_owned())
        .collect()
}

async fn sqlite_schema(url: &str) -> Schema {
    let mut connection = SqliteConnection::connect(url).await.expect("a connection");
    let tables: Vec<(String, i64)> = sqlx::query_as(
        "select name, strict from pragma_table_list
          where type = 'table' and schema = 'main' and name not like 'sqlite_%' and name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("tables");
    let mut schema = Schema::new();
    for (name, strict) in tables {
        assert_eq!(strict, 1, "{name} must be strict");
        let mut table = Table::default();
        let columns: Vec<(String, i64, String)> =
            sqlx::query_as("select name, \"notnull\", lower(type) from pragma_table_xinfo($1)")
                .bind(&name)
                .fetch_all(&mut connection)
                .await
                .expect("columns");
        table.columns = columns
            .into_iter()
            .map(|(name, not_null, kind)| (name, not_null == 0, kind))
            .collect();
        table.columns.sort();
        sqlite_indexes(&mut connection, &name, &mut table).await;
        let pointers: Vec<(i64, String, String)> =
            sqlx::query_as("select id, \"from\", \"table\" from pragma_foreign_key_list($1)")
                .bind(&name)
                .fetch_all(&mut connection)
                .await
                .expect("foreign keys");
        table.foreign_keys = pointers.into_iter().map(|(_, column, to)| (vec![column], to)).collect();
        schema.insert(name, table);
    }
    schema
}

async fn sqlite_indexes(connection: &mut SqliteConnection, name: &str, table: &mut Table) {
    let indexes: Vec<(String, i64, String, i64)> =
        sqlx::query_as("select name, \"unique\", origin, partial from pragma_index_list($1)")
            .bind(name)
            .fetch_all(&mut *connection)
            .await
            .expect("indexes");
    for (index, unique, origin, partial) in indexes {
        let columns: Vec<(Option<String>,)> =
            sqlx::query_as("select name from pragma_index_xinfo($1) where key = 1 order by seqno")
                .bind(&index)
                .fetch_all(&mut *connection)
                .await
                .expect("columns of an index");
        let columns: Vec<String> = columns
            .into_iter()
            .map(|(name,)| name.unwrap_or_else(|| "()".to_owned()))
            .collect();
        if origin == "c" {
            table.indexes.insert((index, columns, unique == 1, partial == 1));
        } else {
            table.keys.insert(columns);
        }
    }
    let primary: Vec<(String,)> = sqlx::query_as("select name from pragma_table_info($1) where pk > 0 order by pk")
        .bind(name)
        .fetch_all(connection)
        .await
        .expect("the primary key");
    table.keys.insert(primary.into_iter().map(|(name,)| name).collect());
}

async fn postgres_schema(url: &str) -> Schema {
    let mut connection = PgConnection::connect(url).await.expect("a connection");
    let columns: Vec<(String, String, bool, String)> = sqlx::query_as(
        "select c.table_name::text, c.column_name::text, c.is_nullable = 'YES', c.udt_name::text
           from information_schema.columns c
           join information_schema.tables t using (table_schema, table_name)
          where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("columns");
    let mut schema = Schema::new();
    for (table, column, nullable, kind) in columns {
        schema
            .entry(table)
            .or_default()
            .columns
            .push((column, nullable, sqlite_kind(&kind).to_owned()));
    }
    for table in schema.values_mut() {
        table.columns.sort();
    }
    postgres_indexes(&mut connection, &mut schema).await;
    let pointers: Vec<(String, Vec<String>, String)> = sqlx::query_as(
        "select k.conrelid::regclass::text, array_agg(a.attname::text order by a.attnum), k.confrelid::regclass::text
           from pg_constraint k
           join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
          where k.contype = 'f' group by k.oid, k.conrelid, k.confrelid",
    )
    .fetch_all(&mut connection)
    .await
    .expect("foreign keys");
    for (table, columns, to) in pointers {
        schema
            .get_mut(&table)
            .expect("its table")
            .foreign_keys
            .insert((columns, to));
    }
    schema
}

async fn postgres_indexes(connection: &mut PgConnection, schema: &mut Schema) {
    let indexes: Vec<(String, String, Vec<String>, bool, bool, bool)> = sqlx::query_as(AssertSqlSafe(
        "select i.indrelid::regclass::text, i.indexrelid::regclass::text,
                (select array_agg(coalesce(a.attname::text, '()') order by k.place)
                   from unnest(i.indkey::int[]) with ordinality k(number, place)
                   left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number and k.number > 0),
                i.indisunique, i.indpred is not null,
                exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u'))
           from pg_index i
           join pg_class r on r.oid = i.indrelid
          where r.relnamespace = 'public'::regnamespace and r.relname <> '_sqlx_migrations'"
            .to_owned(),
    ))
    .fetch_all(connection)
    .await
    .expect("indexes");
    for (table, index, columns, unique, partial, constraint) in indexes {
        let table = schema.get_mut(&table).expect("its table");
        if constraint {
            table.keys.insert(columns);
        } else {
            table.indexes.insert((index, columns, unique, partial));
        }
    }
}

/// What SQLite keeps a PostgreSQL type as.
fn sqlite_kind(kind: &str) -> &'static str {
    match kind {
        "uuid" | "bytea" => "blob",
        "text" | "timestamptz" | "date" | "jsonb" => "text",
        "int8" | "bool" => "integer",
        other => panic!("{other} is not used"),
    }
}
