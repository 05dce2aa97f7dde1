using System.Text;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Policies;

/// <summary>Whoever may read may have a document checked: what is wrong with it costs no more than it says, however often and under whatever names.</summary>
public sealed class Documents_that_are_wrong_all_over
{
    private const int Depth = 60, Repeats = 1000;

    [Fact]
    public void Places_are_made_for_a_hundred_faults_and_no_more()
    {
        byte[] json = Encoding.UTF8.GetBytes(Nested(new string('n', 1000), string.Join(',', Enumerable.Repeat("\"a\":{\"b\":1,\"b\":1}", Repeats))));
        long before = GC.GetAllocatedBytesForCurrentThread();
        PolicyException wrong = Assert.Throws<PolicyException>(() => PolicyNode.Read(json, root => root));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        Assert.Equal(2, wrong.Faults.Count); // of each place one
        Assert.Equal("b stands here twice", wrong.Faults[0].Reason);
        Assert.Equal(string.Concat(Enumerable.Repeat($"/{new string('n', 64)}…", Depth)) + "/a/b", wrong.Faults[0].Place);
    }

    [Fact]
    public void A_member_that_stands_ever_again_is_one_fault()
    {
        PolicyException wrong = Assert.Throws<PolicyException>(() => PolicyNode.Read("""{"a":1,"a":2,"a":3,"b":1,"b":2}"""u8, root => root));
        Assert.Equal(["/a", "/b"], wrong.Faults.Select(fault => fault.Place));
    }

    [Fact]
    public async Task What_is_told_is_short_whatever_names_are()
    {
        await using LiveSystem live = await LiveSystem.StartAsync();
        string members = string.Join(',', Enumerable.Range(0, 200).Select(n => $"\"{n:000}{new string('x', 4000)}\":0"));
        Documents_over_HTTP.Answer answer = await new Documents_over_HTTP.DocumentCalls(live, "leaderboard", "boards").SendAsync(HttpMethod.Post, "/validate", $"{{{members}}}");
        Assert.Equal("400 invalid-policy", answer.Problem);
        Assert.Equal(100, answer.Json.GetProperty("faults").GetArrayLength());
        Assert.InRange(answer.Body.Length, 0, 64 << 10);
    }

    private static string Nested(string name, string inner) => string.Concat(Enumerable.Repeat($"{{\"{name}\":", Depth)) + $"{{{inner}}}" + new string('}', Depth);
}
