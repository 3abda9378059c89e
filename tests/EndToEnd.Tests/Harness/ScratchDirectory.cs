namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>A directory of its own for one test, gone with it.</summary>
public sealed class ScratchDirectory : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("aigateway-e2e-").FullName;

    public string File(string name) => Path.Combine(FullName, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(FullName, recursive: true);
        }
        catch (IOException)
        {
            // A process that was just killed may still be writing; the system clears its temporary files by itself.
        }
    }
}
