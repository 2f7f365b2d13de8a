//! The examples that `--help` ends with, one set for each subcommand.

/// For `copublish --help`.
pub(super) const EXAMPLES: &str = "EXAMPLES
  copublish init our-partnership --title \"Partnership for Care\"
  copublish new blog \"Our first meeting\"
  copublish build

`copublish build --help` explains `build`, and so on.
Exit codes: 0 no errors, 1 errors in the site, 2 copublish could not run.";

pub(super) const INIT_EXAMPLES: &str = "EXAMPLES
  copublish init our-partnership --title \"Partnership for Care\"
      creates the folder our-partnership with a site in it
  copublish init
      creates a site in this folder, and asks for its name";

pub(super) const NEW_EXAMPLES: &str = "EXAMPLES
  copublish new blog \"Our first meeting\"
      creates a file in content/blogs/ with today's date in its name
  copublish new person \"Sam Lee\"
      creates content/people/sam-lee.md
  copublish new page \"Contact us\" --in about
      creates content/about/contact-us.md
  copublish new chapter \"Budget\" --in reports/progress-2012
      creates the next chapter of that report
  copublish new comment \"Sam Lee\" --in blogs/2012-06-29-regional-initiatives
      creates a comment on that blog; the name is its author's";

pub(super) const BUILD_EXAMPLES: &str = "EXAMPLES
  copublish build
      checks the site and writes it to output/
  copublish build --drafts --output /tmp/preview
      writes it with its drafts to another folder
  copublish build --now \"2012-08-02 14:05\"
      builds the site as it will be on 2 August 2012 at five past two
  copublish build --watch --drafts
      rebuilds as you write, until you press Ctrl-C
  copublish build --shard 2/8 --output part
      builds the second of eight parts of a large site
  copublish build --format json
      prints the findings as JSON";

pub(super) const CHECK_EXAMPLES: &str = "EXAMPLES
  copublish check
      reports the problems of the site
  copublish check --drafts --now 2012-12-24
      checks the site as it will be on Christmas Eve, including drafts
  copublish check --update-baseline
      accepts all current findings; then `copublish check --baseline` reports only new ones
  copublish check --format sarif
      prints the findings for code hosts and editors
  copublish explain missing-alt
      explains one of the findings and what to do";

pub(super) const FIX_EXAMPLES: &str = "EXAMPLES
  copublish fix --dry-run
      shows the changes, line by line
  copublish fix
      makes the changes and lists them";

pub(super) const PUBLISH_EXAMPLES: &str = "EXAMPLES
  copublish publish --dry-run
      builds the site, and lists what would be sent
  copublish publish
      sends it to the target in site.yaml
  copublish publish preview
      sends it to the target called `preview`
  copublish publish --parts parts/1 parts/2
      sends the parts of a site that several machines have built
  copublish publish --if-due
      for a scheduler: does nothing until something becomes public or is over";

pub(super) const SERVE_EXAMPLES: &str = "EXAMPLES
  copublish serve --open
      opens the site in your browser; save a file to see the change
  copublish serve --drafts --now 2026-12-24
      shows the site as it will be on Christmas Eve, including drafts";

pub(super) const LIST_EXAMPLES: &str = "EXAMPLES
  copublish list
      lists all documents
  copublish list --overdue
      lists documents that are due for review, by page author
  copublish list --scheduled --kind news
      lists news that is scheduled for publication
  copublish list --orphans --format json
      lists pages that nothing links to, as JSON";

pub(super) const EXPLAIN_EXAMPLES: &str = "EXAMPLES
  copublish explain unknown-relation
      explains what to do about a name that matches no document
  copublish explain /blogs/regional-initiatives/
      shows which file and template make this page, and its links
  copublish explain /blogs/regional-initiatives/ --view
      shows what its template receives, for theme authors";

pub(super) const SCHEMA_EXAMPLES: &str = "EXAMPLES
  copublish schema --write
      writes all schemas to .copublish/schema/
  copublish schema site.yaml
      prints the schema of site.yaml
  copublish schema blog
      prints that of the front matter of blogs";

pub(super) const COMPLETIONS_EXAMPLES: &str = "EXAMPLES
  source <(copublish completions bash)
      in ~/.bashrc; `zsh` in ~/.zshrc, after `compinit`
  copublish completions fish | source
      in ~/.config/fish/config.fish
  copublish completions powershell | Out-String | Invoke-Expression
      in the file that $PROFILE names";

pub(super) const MAN_EXAMPLES: &str = "EXAMPLES
  copublish man | man -l -
      shows the page of copublish
  copublish man ~/.local/share/man/man1
      writes all pages there; then `man copublish-build` shows one";

pub(super) const LSP_EXAMPLES: &str = "EXAMPLES
  copublish lsp
      is what to write as the command in the settings of your editor; the manual page `editors` has examples";
