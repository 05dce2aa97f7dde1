using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LiveOps.Tests.Monitoring.Live;

/// <summary>What takes mail by SMTP (RFC 5321), only after STARTTLS (RFC 3207) and only from whoever knows the password (RFC 4954).</summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<Mail> _mails = [];
    private readonly X509Certificate2 _certificate;
    private readonly string _login;
    private readonly Task _accepting;

    private MailReceiver(string certificateFile, string keyFile, string user, string password)
    {
        _certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        _login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Its port of localhost.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What came, in its order.</summary>
    public IReadOnlyList<Mail> Mails => [.. _mails];

    /// <summary>Begins.</summary>
    public static MailReceiver Start(string certificateFile, string keyFile, string user, string password) => new(certificateFile, keyFile, user, password);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var secure = new SslStream(client.GetStream());
                if (await IsSecuredAsync(client.GetStream()))
                {
                    await secure.AuthenticateAsServerAsync(_certificate);
                    await TakeAsync(secure);
                }
            }
            catch (IOException)
            {
                // Whoever sent is gone.
            }
        }
    }

    private static async Task<bool> IsSecuredAsync(NetworkStream plain)
    {
        await SayAsync(plain, "220 test");
        while (await LineAsync(plain) is { } line)
        {
            if (line == "STARTTLS")
            {
                await SayAsync(plain, "220 go ahead");
                return true;
            }

            await SayAsync(plain, line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-test\r\n250 STARTTLS" : "530 STARTTLS first");
        }

        return false;
    }

    private async Task TakeAsync(SslStream stream)
    {
        (bool isKnown, List<string> to) = (false, []);
        while (await LineAsync(stream) is { } line && line != "QUIT")
        {
            string word = line.Split(' ', ':')[0].ToUpperInvariant();
            if (word == "AUTH")
                isKnown = line == "AUTH PLAIN " + _login;
            else if (word == "RCPT")
                to.Add(line[(line.IndexOf('<') + 1)..line.IndexOf('>')]);
            await SayAsync(stream, word switch
            {
                "EHLO" => "250-test\r\n250 AUTH PLAIN",
                "AUTH" => isKnown ? "235 welcome" : "535 no",
                "DATA" => isKnown ? "354 go ahead" : "530 who are you?",
                _ => isKnown ? "250 ok" : "530 who are you?",
            });
            if (word == "DATA" && isKnown)
            {
                _mails.Enqueue(new Mail([.. to], await TextAsync(stream)));
                await SayAsync(stream, "250 taken");
            }
        }
    }

    // Until a line that is one dot.
    private static async Task<string> TextAsync(Stream stream)
    {
        var text = new StringBuilder();
        while (await LineAsync(stream) is { } line && line != ".")
            text.Append(line).Append('\n');
        return text.ToString();
    }

    private static async Task SayAsync(Stream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));

    private static async Task<string?> LineAsync(Stream stream)
    {
        var line = new List<byte>();
        for (byte[] one = new byte[1]; await stream.ReadAsync(one) == 1;)
        {
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }

    /// <summary>One mail.</summary>
    /// <param name="To">To whom.</param>
    /// <param name="Text">Head and body, as they came.</param>
    internal sealed record Mail(string[] To, string Text);
}
