using System.Runtime.Versioning;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Tests.Security;

public sealed class MasterKeyTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("master-key-").FullName;

    private string FilePath => Path.Combine(_directory, "new", "master.key");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_missing_file_is_made_and_read_again()
    {
        var made = MasterKey.LoadOrCreate(FilePath);
        var read = MasterKey.LoadOrCreate(FilePath);

        Assert.Equal(made.Derive("x"), read.Derive("x"));
        Assert.Equal(FilePath, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(FilePath)!)));
    }

    [Fact]
    public void Two_installations_have_different_keys() =>
        Assert.NotEqual(MasterKey.LoadOrCreate(FilePath).Derive("x"), MasterKey.LoadOrCreate(FilePath + "2").Derive("x"));

    [Fact, UnsupportedOSPlatform("windows")]
    public void The_file_is_for_its_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix file modes");
        MasterKey.LoadOrCreate(FilePath);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Theory, UnsupportedOSPlatform("windows")]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_open_is_refused(UnixFileMode tooMuch)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix file modes");
        MasterKey.LoadOrCreate(FilePath);
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | tooMuch);

        var refusal = Assert.Throws<MasterKeyException>(() => MasterKey.LoadOrCreate(FilePath));

        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 at all")]
    [InlineData("c2hvcnQ=")]
    public void A_damaged_file_is_refused_and_never_overwritten(string content)
    {
        MasterKey.LoadOrCreate(FilePath);
        File.WriteAllText(FilePath, content);

        var refusal = Assert.Throws<MasterKeyException>(() => MasterKey.LoadOrCreate(FilePath));

        Assert.Contains("Restore it from a backup", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_path_that_cannot_be_used_is_named()
    {
        File.WriteAllText(Path.Combine(_directory, "file"), "");
        var path = Path.Combine(_directory, "file", "master.key");

        Assert.Contains(path, Assert.Throws<MasterKeyException>(() => MasterKey.LoadOrCreate(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_that_start_together_agree_on_one_key()
    {
        using var start = new Barrier(8);
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Convert.ToHexString(MasterKey.LoadOrCreate(FilePath).Derive("x"));
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(keys.Distinct());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(FilePath)!));
    }

    [Fact]
    public void Base64_of_32_bytes_is_a_key_with_or_without_a_line_break()
    {
        var text = Convert.ToBase64String(new byte[32]);

        Assert.Equal(MasterKey.FromBase64(text).Derive("x"), MasterKey.FromBase64(text + "\n").Derive("x"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void Any_other_length_is_refused(int length) =>
        Assert.Contains(
            "exactly 32 bytes",
            Assert.Throws<MasterKeyException>(() => MasterKey.FromBase64(Convert.ToBase64String(new byte[length]))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_refused_text_is_not_repeated() =>
        Assert.DoesNotContain(
            "CANARY", Assert.Throws<MasterKeyException>(() => MasterKey.FromBase64("CANARY")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Each_purpose_has_a_key_of_its_own()
    {
        var master = MasterKey.Generate();

        Assert.Equal(32, master.Derive("a").Length);
        Assert.Equal(master.Derive("a"), master.Derive("a"));
        Assert.NotEqual(master.Derive("a"), master.Derive("b"));
    }

    /// <summary>Computed with an independent implementation of RFC 5869; a change would orphan everything that is stored.</summary>
    [Fact]
    public void Derivation_never_changes() =>
        Assert.Equal(
            HkdfOfZeros,
            Convert.ToHexStringLower(MasterKey.FromBase64(Convert.ToBase64String(new byte[32])).Derive("seal/v1")));

    private const string HkdfOfZeros = "cb2dc23fab571d754944b190a7177b4b8b9ff4c5fd69365d40e9b6b81de71997";

    [Fact]
    public void It_does_not_print_itself()
    {
        var master = MasterKey.Generate();

        Assert.Equal("[master key]", master.ToString());
    }
}
