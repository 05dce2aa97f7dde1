# For promote and rollback: makes a change on the newest state of the GitOps branch and pushes it, again from the start when somebody else was first.
# Whoever runs it may push to that branch, and needs nothing else: no cluster.
# GITOPS_REPOSITORY (else this clone's origin), GITOPS_BRANCH (main).

fail() { echo "${0##*/}: $*" >&2; exit 1; }

# on_branch CHANGE...: runs CHANGE in a clone; it commits, or ends with 3 where there is nothing to change.
on_branch() {
  local repository=${GITOPS_REPOSITORY:-$(git -C "$(dirname "$0")" remote get-url origin)} branch=${GITOPS_BRANCH:-main} try status
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-LiveOps pipelines}" GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-pipelines@example.com}"
  export GIT_COMMITTER_NAME="${GIT_COMMITTER_NAME:-$GIT_AUTHOR_NAME}" GIT_COMMITTER_EMAIL="${GIT_COMMITTER_EMAIL:-$GIT_AUTHOR_EMAIL}"
  git clone --quiet --single-branch --branch "$branch" -- "$repository" "$work/clone"
  cd "$work/clone"
  for try in 1 2 3 4 5; do
    status=0
    ("$@") || status=$?
    case $status in
      0) ;;
      3) echo "${0##*/}: nothing to change"; return 0 ;;
      *) return "$status" ;;
    esac
    if git push --quiet origin "HEAD:$branch"; then
      git log -1 --format="${0##*/}: %h %s"
      return 0
    fi
    echo "${0##*/}: somebody else was first, once more (try $try)" >&2
    git fetch --quiet origin "$branch"
    git reset --quiet --hard FETCH_HEAD
    git clean --quiet -fdx
  done
  fail "the branch could not be pushed to"
}
