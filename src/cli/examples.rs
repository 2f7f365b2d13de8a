//! The examples below the help of each verb. Nothing else.

/// What stands below the help of copublish itself.
pub const EXAMPLES: &str = "\
EXAMPLES
  copublish init our-partnership --title \"Partnership for Care\"
  copublish new blog \"Our first meeting\"
  copublish build

`copublish build --help` says more about building, and so for each verb.
Exit codes: 0 all is well, 1 there are errors in the site, 2 copublish could not run.";

/// Those of `copublish init`.
pub const INIT_EXAMPLES: &str = "\
EXAMPLES
  copublish init our-partnership --title \"Partnership for Care\"
      makes the folder our-partnership and a site in it
  copublish init
      makes a site in this folder, and asks for its name";

/// Those of `copublish new`.
pub const NEW_EXAMPLES: &str = "\
EXAMPLES
  copublish new blog \"Our first meeting\"
      makes content/blogs/ and in it a file with today's date in its name
  copublish new person \"Sam Lee\"
      makes content/people/sam-lee.md
  copublish new page \"Contact us\" --in about
      makes content/about/contact-us.md
  copublish new chapter \"Budget\" --in reports/progress-2012
      makes the next chapter of that report
  copublish new comment \"Sam Lee\" --in blogs/2012-06-29-regional-initiatives
      makes a comment on that blog, with the name of who wrote it";

/// Those of `copublish build`.
pub const BUILD_EXAMPLES: &str = "\
EXAMPLES
  copublish build
      checks the site and writes it to output/
  copublish build --drafts --output /tmp/preview
      writes it with its drafts to another folder
  copublish build --now \"2012-08-02 14:05\"
      builds the site as it will be on 2 August 2012 at five past two
  copublish build --watch --drafts
      builds again as you write, until you press Ctrl-C
  copublish build --format json
      says what was found in a form that programs read";

/// Those of `copublish check`.
pub const CHECK_EXAMPLES: &str = "\
EXAMPLES
  copublish check
      says what is wrong with the site
  copublish check --drafts --now 2012-12-24
      looks at the site as it will be on Christmas Eve, with what is not ready yet
  copublish check --update-baseline
      takes all that is wrong now as known; then `copublish check --baseline` finds only what is new
  copublish check --format sarif
      says it in a form that code hosts and editors read
  copublish explain missing-alt
      says what one of its findings means and what to do";

/// Those of `copublish fix`.
pub const FIX_EXAMPLES: &str = "\
EXAMPLES
  copublish fix --dry-run
      shows what would be changed, line by line
  copublish fix
      changes it, and says what was done";

/// Those of `copublish serve`.
pub const SERVE_EXAMPLES: &str = "\
EXAMPLES
  copublish serve --open
      shows the site in your browser; write, save, and look
  copublish serve --drafts --now 2026-12-24
      shows it as it will be on Christmas Eve, with what is not ready yet";

/// Those of `copublish list`.
pub const LIST_EXAMPLES: &str = "\
EXAMPLES
  copublish list
      lists all documents
  copublish list --overdue
      lists what should have been looked at again, by page author
  copublish list --scheduled --kind news
      lists the news that will be published by itself
  copublish list --orphans --format json
      lists pages that nothing leads to, in a form that programs read";

/// Those of `copublish explain`.
pub const EXPLAIN_EXAMPLES: &str = "\
EXAMPLES
  copublish explain unknown-relation
      says what to do when a name leads to no document
  copublish explain /blogs/regional-initiatives/
      says which file and template make this page, and what it is linked with
  copublish explain /blogs/regional-initiatives/ --view
      shows what its template receives, for those who make themes";
