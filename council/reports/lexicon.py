"""Words of replies: spoken forms and Latin spellings in plain Persian, and the words to mend to."""


def _table(lines: str) -> dict[str, str]:
    """Lines of «written: forms forms» as form -> written."""
    pairs = (line.split(":", 1) for line in lines.strip().splitlines())
    return {form: written.strip() for written, forms in pairs for form in forms.split()}


SPOKEN = _table("""
صف BE+PRES: صفه صفیم
کار BE+PRES: کارن کارند
کند BE+PRES: کنده
تمام: تموم تمومش تمامش تمومشو تموما تمااام تمامن
تمام BE+PRES: تمومه تمامه تمومست تموم‌ه تمامست تموم‌س
انجام: انجامش انجامشو انجامشون انجاام انجوم
انجام BE+PRES: انجامه
انجام BECOME+PAST: انجامید انجامشد انجامشده
ردیف BE+PRES: ردیفه ردیفن
حل BE+PRES: حله حلن
اوکی BE+PRES: اوکیه اکیه اوکیس
اوکی: اکی اوکی اوکى ok okay okey oky
BECOME+PAST: شذ شدع شدخ سده شدهه
BECOME-PAST: نشذ
نصف: فیفتی
کامل BE+PRES: کامله
تکمیل BE+PRES: تکمیله تکمیلن
وصل BE+PRES: وصله وصلن
قطع BE+PRES: داونه
اماده BE+PRES: امادس اماده‌س امادست
حاضر BE+PRES: حاضره
مختومه BE+PRES: مختومس
بسته BE+PRES: بستس
معطل BE+PRES: معطله معطلیم معطلم معطلن معطلند معطلش
متوقف BE+PRES: متوقفه متوقفیم متوقفن
منتظر BE+PRES: منتظریم منتظرم منتظرن منتظرند منتظره منتظرشیم منتظرشم
مشغول BE+PRES: مشغولیم مشغولم مشغولن مشغوله مشغولند مشغولش مشغولشیم مشغولشم مشغولشن
درگیر BE+PRES: درگیریم درگیرم درگیرشیم درگیره درگیرشم
پیگیر BE+PRES: پیگیریم پیگیرم پیگیرشیم پیگیره پیگیرشم پیگیرن پیگیرشون
گرفتار BE+PRES: گرفتاریم گرفتارم گرفتارشیم
بلاتکلیف BE+PRES: بلاتکلیفه بلاتکلیفیم
گیر BE+PRES: گیره گیریم گیرشیم
ناقص BE+PRES: ناقصه
منتفی BE+PRES: منتفیه منتفیست
لغو BE+PRES: لغوه
نیمه کاره BE+PRES: نیمکارس
موضوع: موضوعش
نصف: نصفش نصفشو نصفی نصفه نصفشون نیمی نیمیش نیمش
ثلث: ثلثش
ربع: ربعش
% : درصدش درصدشو درصدشون درصدم
بیشتر: بیشترش بیشترشو بیشترشون عمدش
بقیه: بقیش بقیشو مابقیش مابقی بقیشون باقیش
همه: همش همشو همشون همگی همه‌ش
هنوز: هنوزم هنوزه هنوزش هنو هنوزن
دیگر: دیگه دیگ دیگم
اگر: اگه اگ گر چنانچه
برای: واسه برا واس براش واسش
یک: یه ی‌ک
فعلا: فعلن فعلا فعلاً
تقریبا: تقریبن تغریبا تقریبآ تقریباا
اصلا: اصلن
احتمالا: احتمالن احتمالش
حتما: حتمن
لطفا: لطفن لطفآ
کاملا: کاملن کاملآ
متاسفانه: متاسفانه متأسفانه
جواب: جوابش جوابشون جوابشو جوابی جوابمون جوابمونو
پاسخ: پاسخی پاسخش
کارها: کارا کاراش کارهاش کاراشو کارامون کارهای کارهاشو کارهایش کارهایی کارامونو
کار: کارش کارشو کارمون کارمان کارشون کارشان کارمو کارم
کاری: کارییی
اعتبار: اعتباری اعتبارش اعتبارات اعتباراتش
بودجه: بودجش بودجه‌ش
مجوز: مجوزش مجوزها مجوزهای مجوزی مجوزات
قرار: قراره
قرار BE+PRES: قرارهست
در حال: درحال
در دست: دردست
در جریان: درجریان
اینجا: اینجاست
همین: همینه
ان شاالله: انشالله ایشالا ایشالله انشاالله ایشاللا انشاءالله ایشاالله
خوب: خوبه
ممنون: ممنونم ممنونیم ممنونتم مرسی مرصی متشکرم متشکریم متشکر سپاسگزارم
ممنون: سپاسگزاریم سپاسگزار سپاسگذارم سپاسگذار سپاس تشکر تشکرات مچکرم مچکریم مچکر میسی
سلام: سلامم سلامن درود درودها سلوم
بله: بلی اره ارع اری بعله
نه: خیر نخیر نچ نوچ نع
هیچ: هیچی هیچکدام هیچکدوم هیچگونه هیچچی
هیچ کاری: هیچکاری
اقدام: اقدامی اقدامات اقداماتی اقداماتش اقدامو اقدامهای
چیزی: چیزیش
کدام: کدوم
چه کار: چیکار چکار چیکارش
شروع: شروعش شروعشو شروعشون
نیمه کاره BE+PRES: نیمهکارست
کاره BE+PRES: کارست
نیمه کاره: نصفه‌نیمه نیمکاره نیمهکاره
دبیرخانه: دبیرخونه
صورتجلسه: صورتجلس صورتجلسش
وزارتخانه: وزارتخونه
تاکنون: تابحال تاحالا
شنبه: شنبس
""")

FINGLISH = _table("""
انجام: anjam anjaam anjom
BECOME+PAST: shod shode shodeh shodesh shodan shd
BECOME-PAST: nashod nashode nashodeh nshod nashde
BECOME+PRES: mishe mishavad mishavd
BECOME-PRES: nemishe nemishavad
تمام: tamam tamum tamoom tamom tmam
تمام BE+PRES: tamume tamoome tamome tamame
BE+PRES: ast hast hastim hastam
BE-PRES: nist nistim nis
است: e
کار: kar kare karo karesh kaar
فعلا: felan
همه: hame hameye hamash
هنوز: hanooz hanuz hanoz honooz
شروع: shoro shoroo shuru shoru
DO+PAST: kardim kardam kard karde kardeh krdim
DO-PAST: nakardim nakardam nakard nakarde
DO+PRES: mikonim mikonam mikonan
GIVE+PAST: dadim dadam dade dad
GIVE-PAST: nadadan nadadim nadade nadad
GIVE+PRES: midim midahim
درصد: darsad darsadesh
در: dar
GO+PRES: mire mirim miran mirah
COME+PRES: miad miyad
جمع: jam
GO+PAST: raft raftim rafte
پول: pool poul
پیش: pish
جلو: jelo
زنگ: zang
اوکی: oki oke
اداره: edari
حتما: hatman
الان: alan
بعد: bad
ماه: mah
سال: sal
روز: rooz ruz
اداره: edare edareh
قفل BE+PRES: ghofle
بخش: bakhshe
بقیه: baghish baghie baghi baghiash baghiye
گیر: gir gire
REMAIN+PAST: mundim moondim mundan
ربطی: rabti rabt
ختم: khatm
گزارش: gozaresh
GIVE+SUBJ: bede bedan bedim
باید: bayad
حال: hal hale haal
انجام BE+PRES: anjame
متوقف BE+PRES: motevaghefe motevaqefe motavaghefe
متوقف: motevaghef motevaqef motavaghef
منتظر: montazer montazere montazeer
منتظر BE+PRES: montazerim montazeram
هستیم: hasteim
امضای: emza emzaye emzaa
مجوز: mojavez mojavvez mojaveze
بودجه: boodje budje bodje boodjeh budjeh
اعتبار: etebar etebare
HAVE-PRES: nadarim nadarad nadare nadaram
HAVE+PRES: darim darad dare daram
مربوط: marboot marbut marboote marbout
به: be beh
ما: ma maa
این: in ein
ان: on oon
نصف: nesf nesfe nesfesh
REMAIN+PAST: moonde mande mundeh munde moondeh
REMAIN-PAST: namoonde namunde namande
و: va o
ولی: vali
اما: ama amma
فقط: faghat faqat
سلام: salam slm salaam doroud
ممنون: mamnoon mamnun merci mersi mrc thanks thank thx tnx sepas tashakor motshakeram moteshakeram
چشم: chashm cheshm
باشه: bashe
بله: bale are baleh areh
نه: na kheyr
خوبید: khubid khobid khoobid chetori
لطفا: lotfan
نامه: name nameh namee
SEND+PAST: ferestadim ferestadam ferestade
ارسال: ersal
جلسه: jalase jalaseh jalse
پیگیری: peygiri peigiri
اقدام: eghdam eqdam eghdami
هیچ: hich hichi
کاری: kari
دبیرخانه: dabirkhane dabirkhaneh
فعال: faal fa'al
فردا: farda
تا: ta
هفته: hafte hafteh
شنبه: shanbe shanbeh
کامل: kamel kameel
تقریبا: taghriban taqriban
مشکل: moshkel moshkele
مانع: mane maneh
پروژه: project poroje proje
تکمیل: takmil
اجرا: ejra ejraa
دست: dast daste
یک: yek ye
دو: do
سه: se
از: az
با: ba
را: ro
دیگر: dige digeh
هم: ham
که: ke
بخش: bakhsh bakhshi
صفر: sefr sfer
کی: key kei
چی: chi
چرا: chera
کجا: koja
سی: si
بیست: bist
پنجاه: panjah
شصت: shast
هفتاد: haftad
هشتاد: hashtad
نود: navad
صد: sad
چهل: chehel
ده: dah
پاسخ: pasokh
جواب: javab
همکاری: hamkari
نیاز: niaz niyaz
داریم: daarim
وظیفه: vazife vazifeh
صلاحیت: salahiat salahiyat
پیگیر: peygir peigir
ادامه: edame edameh
بررسی: barresi baresi
انجام BECOME+PAST: done completed finished complete finish
در حال انجام: inprogress ongoing wip
در حال: progress
منتظر BE+PRES: waiting
متوقف BE+PRES: blocked stuck
DO: started
هنوز BECOME-PAST: yet
HAVE: have
""")

WRITTEN_OFTEN = (
    "مشغول ختم گزارش استاندار استانداری شهرداری اداره وزارت بانک باید قرارداد پیمانکار مناقصه "
    "تفاهم "
    "کارشناس صنعت تجارت مصوبه کمیسیون بخشنامه ابلاغ تخصیص تامین امسال بقیه ربطی پیشرفت مدیرکل "
    "منتفی برگزار امضا تصویب تحویل نصب افتتاح تمدید مهلت مرخصی جواب ارجاع تقریبا متاسفانه متوقف "
    "مشکلات نیروی زمین اختلاف شکایت بودجه هنوز شروع کردیم نکردیم دادیم ندادند گرفتیم فرستادیم "
    "رسید نرسیده مانده مونده نمونده موندیم خورده نخورده میشه نمیشه داریم نداریم خواهیم".split()
)
KEY_WORDS = frozenset(
    "انجام تکمیل تمام شروع درصد اقدام اقدامات پیگیری متوقف منتظر نهایی اتمام پایان اجرا امضا "
    "اعتبار بودجه پاسخ مشکل مانع مجوز هنوز تقریبا کامل کاملا پیشرفت بررسی مکاتبه ارسال برگزار "
    "همکاری انتظار معطل بلاتکلیف ادامه تاکنون مربوط وظیفه وظایف صلاحیت اختیار حیطه حوزه نیازمند "
    "پیمانکار استعلام مناقصه کمبود تخصیص تامین ابلاغ تدوین ممنون سپاس تشکر باقی مانده فقط پیگیر "
    "افتتاح تحویل نصب امضا تایید تصویب گزارش قرارداد نامه جلسه خارج نیمه مشغول آغاز اغاز".split()
)
REAL_WORDS = frozenset(
    "ماده تخصص تخصصی تخصصش همکارم همکارمون همکارش امام نظام پیام ایام اعلام اقوام احکام ارقام "
    "اندام الزام استان اسنان زمان درست درسته مردم "
    "اجزا ارسی جواز مجاز شرور شرع اعتقاد اعتماد احتیاج ختیار اختبار حوضه روزه نهال نهایت نهایتا "
    "نیازها تامل تعطیل تحلیل تشکیل تسهیل تحمیل تعدیل تکمیلی کامپیوتر مشکلات مشکلی مشکلش مانعی "
    "موانع صلاحیتش اختیارات اختیاری پاسخگو همکار همکاران همکارای بررسیش مکاتبات پیگیریش امضاش "
    "ابلاغی ابلاغیه اعضا اعزام اهتمام اتمامی پایانی پایانه پایگاه درصدد تقریب هنوزم باقیمانده "
    "ادام اداره ادارات مادام اقلام هنگام بنام انجا انجمن تمامی تمایل تمام شرکت شرایط دروغ فروش "
    "پیشرو پیشرفته پیشنهاد تخفیف تخصص تامینی ارسالی گزار برگزاری برگزیده کمبودها منتشر منظر نظر "
    "مستظهر متوقع متفق موافق موفق متوجه باغی باقر مانند ماندن ساده اماده جاده داده زاده تشکل "
    "تشکر سپاه ممنوع مامور نیما تیمه بیمه نیم خارجی حارج مخارج فقر خط فصل اغلب اعتبارسنجی".split()
)
