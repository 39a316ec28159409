//! The command line.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use domain::person::Duty;
use operations::seed::Size;
use tracing_subscriber::EnvFilter;

use crate::commands::catalogue::CatalogueCommand;
use crate::commands::keys::KeysCommand;
use crate::config::{Config, Environment};
use crate::{commands, serve, simulator};

/// Hukumati, the government services portal.
#[derive(Parser)]
#[command(name = "hukumati", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal
    Serve {
        /// With invented people, staff, registries and payments; never in production
        #[arg(long)]
        demo: bool,
    },
    /// Do what runs by itself, for installations of several processes
    Worker,
    /// Bring the database to what this version needs
    Migrate,
    /// Look at settings, catalogue and database
    Check,
    /// The services
    #[command(subcommand)]
    Catalogue(CatalogueCommand),
    /// The key that signs documents
    #[command(subcommand)]
    Keys(KeysCommand),
    /// People who work for the ministries
    #[command(subcommand)]
    Staff(StaffCommand),
    /// People who may apply during the pilot
    #[command(subcommand)]
    Pilot(PilotCommand),
    /// The numbers per day that figures are made of
    #[command(subcommand)]
    Summaries(SummariesCommand),
    /// Fill an empty database with invented cases, for measurements; never in production
    #[command(hide = true)]
    Seed {
        /// Applications in all
        #[arg(long)]
        cases: u32,
        /// Of these, not finished
        #[arg(long)]
        open: u32,
    },
    /// Print every route with its policy, as JSON
    Routes,
    /// The payment simulator; `serve --demo` starts it
    #[command(hide = true)]
    Simulator(simulator::Arguments),
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Give a person with an account a duty
    Add {
        /// Identity number
        #[arg(long)]
        national_id: String,
        /// Key of the ministry or other body
        #[arg(long)]
        entity: String,
        /// Key of the role
        #[arg(long)]
        role: String,
    },
}

#[derive(Subcommand)]
enum SummariesCommand {
    /// Make all of them anew; whoever would add to one waits meanwhile
    Rebuild,
}

#[derive(Subcommand)]
enum PilotCommand {
    /// Put a person on the list
    Add {
        /// Identity number
        #[arg(long)]
        national_id: String,
    },
}

/// Runs a command. What goes wrong is one sentence on the error output.
pub fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("hukumati: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), String> {
    let config = match &command {
        Command::Routes => return commands::routes(),
        Command::Catalogue(command) => {
            return commands::catalogue::run(command, &Config::load(false)?.catalogue_dir);
        }
        Command::Keys(command) => return commands::keys::run(command),
        // It has its settings from its parent.
        Command::Simulator(_) => None,
        Command::Serve { demo } => Some(Config::load(*demo)?),
        _ => Some(Config::load(false)?),
    };
    log(config.as_ref())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let done = runtime.block_on(async move {
        match (command, config) {
            (Command::Simulator(arguments), _) => simulator::run(arguments).await,
            (Command::Serve { .. }, Some(config)) => serve::run(config).await,
            (Command::Worker, Some(config)) => serve::work(config).await,
            (Command::Seed { cases, open }, Some(config)) => commands::seed(&config, Size { cases, open }).await,
            (Command::Migrate, Some(config)) => commands::migrate(&config).await,
            (Command::Check, Some(config)) => commands::check(&config).await,
            (
                Command::Staff(StaffCommand::Add {
                    national_id,
                    entity,
                    role,
                }),
                Some(config),
            ) => commands::staff_add(&config, &national_id, Duty { entity, role }).await,
            (Command::Summaries(SummariesCommand::Rebuild), Some(config)) => commands::summaries_rebuild(&config).await,
            (Command::Pilot(PilotCommand::Add { national_id }), Some(config)) => {
                commands::pilot_add(&config, &national_id).await
            }
            _ => Ok(()),
        }
    });
    // A thread may still wait for input that never comes.
    runtime.shutdown_background();
    done
}

/// Lines of JSON in production, lines for people otherwise; on the error output, beside what commands print.
fn log(config: Option<&Config>) -> Result<(), String> {
    let filter = config.map_or("info", |config| config.log.as_str());
    let filter =
        EnvFilter::try_new(filter).map_err(|error| format!("HUKUMATI_LOG: “{filter}” is not read: {error}"))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match config.map(|config| config.environment) {
        Some(Environment::Production) => lines.json().flatten_event(true).init(),
        _ => lines.compact().with_target(false).init(),
    }
    Ok(())
}
