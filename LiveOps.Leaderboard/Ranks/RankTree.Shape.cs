namespace LiveOps.Leaderboard.Ranks;

/// <content>What keeps the tree in shape: leaves and branches that are full are split, those that are nearly empty are merged.</content>
internal sealed partial class RankTree
{
    // The entries from middle on go to a new leaf behind; when there are none, its bound is the entry about to come.
    private Leaf Split(Leaf leaf, int middle, (long, long, int) coming)
    {
        Leaf right = NewLeaf();
        (long, long, int) bound = middle < leaf.Count ? (leaf.Keys[middle], leaf.Times[middle], leaf.Players[middle]) : coming;
        leaf.MoveTo(right, middle);
        _index.Move(right.Players.AsSpan(0, right.Count), right.Number);
        (right.Previous, right.Next, leaf.Next) = (leaf, leaf.Next, right);
        if (right.Next is null)
            _last = right;
        else
            right.Next.Previous = right;
        InsertAfter(leaf, right, bound);
        return right;
    }

    private void InsertAfter(Node left, Node right, (long, long, int) bound)
    {
        if (left.Parent is not { } parent)
        {
            var root = new Branch();
            root.Insert(0, left, (long.MinValue, long.MinValue, 0));
            root.Insert(1, right, bound);
            _root = root;
            return;
        }

        parent.Totals[left.Slot] = left.Total;
        if (parent.Count == Branch.Capacity)
        {
            var behind = new Branch();
            (long, long, int) middle = parent.Bound(Branch.Capacity / 2);
            parent.MoveTo(behind, Branch.Capacity / 2);
            InsertAfter(parent, behind, middle);
            parent = left.Parent; // which may be the new one now
        }

        parent.Insert(left.Slot + 1, right, bound);
        // What was split off counts in the branches above already: the sum of left and right has not changed, only their shares of it.
        for (Node node = parent; node.Parent is { } above; node = above)
            above.Totals[node.Slot] = node.Total;
    }

    private void Merge(Leaf left, Leaf right)
    {
        _index.Move(right.Players.AsSpan(0, right.Count), left.Number);
        right.MoveTo(left, 0);
        left.Parent!.Totals[left.Slot] = left.Count;
        Drop(right);
    }

    private void Drop(Leaf leaf)
    {
        if (leaf.Previous is null)
            First = leaf.Next!;
        else
            leaf.Previous.Next = leaf.Next;
        if (leaf.Next is null)
            _last = leaf.Previous!;
        else
            leaf.Next.Previous = leaf.Previous;
        _leaves[leaf.Number] = null;
        _freed.Push(leaf.Number);
        DropChild(leaf.Parent!, leaf.Slot);
    }

    private void DropChild(Branch branch, int slot)
    {
        branch.RemoveAt(slot);
        if (branch.Parent is not { } parent)
        {
            while (_root is Branch { Count: 1 } only)
            {
                _root = only.Children[0];
                _root.Parent = null;
                _root.Slot = 0;
            }
        }
        else if (branch.Count == 0)
        {
            DropChild(parent, branch.Slot);
        }
        else if (branch.Count < BranchMergeBelow)
        {
            int at = branch.Slot;
            if (at + 1 < parent.Count && parent.Children[at + 1].Count + branch.Count <= BranchMergedAtMost)
                MergeBranches(parent, at);
            else if (at > 0 && parent.Children[at - 1].Count + branch.Count <= BranchMergedAtMost)
                MergeBranches(parent, at - 1);
        }
    }

    private void MergeBranches(Branch parent, int slot)
    {
        var left = (Branch)parent.Children[slot];
        var right = (Branch)parent.Children[slot + 1];
        // The bound of the right one's first child was not asked until now: the branch's own is the one that holds.
        right.SetBound(0, parent.Bound(slot + 1));
        right.MoveTo(left, 0);
        parent.Totals[slot] = left.Total;
        DropChild(parent, slot + 1);
    }

    private Leaf NewLeaf()
    {
        var leaf = new Leaf { Number = _freed.Count > 0 ? _freed.Pop() : _numbered++ };
        if (leaf.Number == _leaves.Length)
            Array.Resize(ref _leaves, _leaves.Length * 2);
        _leaves[leaf.Number] = leaf;
        return leaf;
    }
}
